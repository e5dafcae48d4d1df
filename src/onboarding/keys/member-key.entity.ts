import { Entity, Index } from 'typeorm';
import { BelongsTo, Id, Instant, Integer, Key, Text } from '../../platform/database/columns.js';

/** A person's key: the public half, the private half under a passphrase, and the organization's key for it. */
@Entity('member_keys')
@Index('member_keys_recipient', ['organizationId', 'recipient'], { unique: true })
@BelongsTo('member_keys_fk_user', 'users', { organizationId: 'organizationId', userId: 'id' })
export class MemberKey {
  @Id({ primary: true }) organizationId: string;
  @Id({ primary: true }) userId: string;
  @Key(128) recipient: string;
  /** SHA-256 of the recipient in lower-case hexadecimal. */
  @Key(64) recipientHash: string;
  /** The identity under the person's passphrase. */
  @Text() protectedIdentity: string;
  /** The organization's key for this person's recipient; null until confirmed. */
  @Text({ nullable: true }) wrappedKey: string | null;
  @Integer({ nullable: true }) keyVersion: number | null;
  @Instant() changedAt: number;
}
