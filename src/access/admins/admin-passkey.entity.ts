import { Entity, Index } from 'typeorm';
import { BelongsTo, Id, Instant, Integer, Key, Label } from '../../platform/database/columns.js';

/** A passkey with which an admin signs in (WebAuthn). Of its key pair there is only the public half. */
@Entity('admin_passkeys')
@Index('admin_passkeys_admin', ['adminId'])
@Index('admin_passkeys_credential', ['credentialId'], { unique: true })
@BelongsTo('admin_passkeys_fk_admin', 'admins', { adminId: 'id' })
export class AdminPasskey {
  @Id({ primary: true }) id: string;
  @Id() adminId: string;
  @Label(100) label: string;
  /** As the authenticator calls it, base64url. */
  @Key(1400) credentialId: string;
  /** A COSE key, base64url. */
  @Key(4096) publicKey: string;
  /** How often the authenticator says that it was used; 0 for those that do not count. */
  @Integer() counter: number;
  @Instant() createdAt: number;
  @Instant({ nullable: true }) lastUsedAt: number | null;
}
