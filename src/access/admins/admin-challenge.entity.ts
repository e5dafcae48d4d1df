import { Entity, Index } from 'typeorm';
import { BelongsTo, Id, Instant, Key } from '../../platform/database/columns.js';

/** What a passkey has to sign, once. */
@Entity('admin_challenges')
@Index('admin_challenges_admin', ['adminId'])
@Index('admin_challenges_expiresAt', ['expiresAt'])
@BelongsTo('admin_challenges_fk_admin', 'admins', { adminId: 'id' })
export class AdminChallenge {
  /** SHA-256 of the challenge in lower-case hexadecimal. */
  @Key(64, { primary: true }) hash: string;
  /** Who makes a passkey; null where somebody signs in. */
  @Id({ nullable: true }) adminId: string | null;
  @Instant() expiresAt: number;
}
