import { Entity } from 'typeorm';
import { BelongsTo, Id, Instant, Key } from '../../platform/database/columns.js';

/** A network or a browser from which an admin has signed in. */
@Entity('admin_known_clients')
@BelongsTo('admin_known_clients_fk_admin', 'admins', { adminId: 'id' })
export class AdminKnownClient {
  @Id({ primary: true }) adminId: string;
  /** SHA-256 of which one it is, in lower-case hexadecimal. */
  @Key(64, { primary: true }) name: string;
  @Instant() lastUsedAt: number;
}
