import { Entity, Index, VirtualColumn } from 'typeorm';
import { Id, Instant, Key, Label, OfOrganization } from '../../platform/database/columns.js';

/** Somebody who administers the server, or one organization. Of passwords and links there are only hashes. */
@Entity('admins')
@Index('admins_account', ['emailKey', 'organizationKey'], { unique: true })
@Index('admins_address', ['emailKey', 'organizationId'], { unique: true })
@Index('admins_organization', ['organizationId', 'id'])
@Index('admins_invitation', ['invitationHash'])
@OfOrganization('admins')
export class Admin {
  @Id({ primary: true }) id: string;
  /** The address in the form in which addresses are compared. */
  @Key(320) emailKey: string;
  @Label(320) email: string;
  @Label(200) name: string;
  /** Null for operators, who administer all organizations. */
  @Id({ nullable: true }) organizationId: string | null;
  /** The organization's id, but empty for operators, so that an address is unique among them too; empty also where an older version made it. */
  @Key(36, { nullable: true, default: '' }) organizationKey: string | null;
  @Key(128, { nullable: true }) passwordHash: string | null;
  /** Hash for the link with which a password is set. */
  @Key(64, { nullable: true }) invitationHash: string | null;
  @Instant({ nullable: true }) invitationExpiresAt: number | null;
  @Instant() createdAt: number;
  @Instant({ nullable: true }) lastSignInAt: number | null;
  /** How many the admin has. */
  @VirtualColumn({ type: 'int', query: (admin) => `SELECT COUNT(*) FROM admin_passkeys WHERE adminId = ${admin}.id` })
  passkeys: number;
}
