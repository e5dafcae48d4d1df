import { Entity, Index } from 'typeorm';
import { BelongsTo, Id, Instant, Key } from '../../platform/database/columns.js';

/** A signed-in browser or program of a person. The secret itself is not here: only its SHA-256. */
@Entity('sessions')
@Index('sessions_user', ['organizationId', 'userId'])
@BelongsTo('sessions_fk_user', 'users', { organizationId: 'organizationId', userId: 'id' })
export class Session {
  @Id({ primary: true }) organizationId: string;
  @Id({ primary: true }) id: string;
  @Id() userId: string;
  /** In lower-case hexadecimal. */
  @Key(64) secretHash: string;
  @Instant() createdAt: number;
  @Instant() expiresAt: number;
}
