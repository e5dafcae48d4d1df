import { Entity, Index } from 'typeorm';
import { BelongsTo, Id, Instant, Key, Label } from '../../platform/database/columns.js';

/** A browser in which an admin is signed in. */
@Entity('admin_sessions')
@Index('admin_sessions_admin', ['adminId'])
@BelongsTo('admin_sessions_fk_admin', 'admins', { adminId: 'id' })
export class AdminSession {
  @Id({ primary: true }) id: string;
  @Id() adminId: string;
  @Key(64) secretHash: string;
  @Instant() createdAt: number;
  @Instant() lastUsedAt: number;
  /** Until when the last proof of who the admin is stays fresh. */
  @Instant() stepUpUntil: number;
  @Label(64, { nullable: true }) address: string | null;
  @Label(200, { nullable: true }) agent: string | null;
}
