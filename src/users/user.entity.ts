import { Entity, Index } from 'typeorm';
import { Flag, Instant, Key, Label, OfOrganization } from '../platform/database/columns.js';
import { ResourceColumns } from '../scim/resource/resource.entity.js';

/** People of organizations, and where each stands. */
@Entity('users')
@Index('users_userName', ['organizationId', 'userNameKey'], { unique: true })
@Index('users_externalId', ['organizationId', 'externalId'])
@Index('users_id', ['organizationId', 'id'])
@Index('users_status', ['organizationId', 'status', 'id'])
@Index('users_provenAddress', ['organizationId', 'provenAddress'])
@Index('users_lastModified', ['organizationId', 'lastModifiedAt'])
@OfOrganization('users')
export class UserRow extends ResourceColumns {
  @Key(1024) userNameKey: string;
  @Key(16) status: string;
  @Key(16, { nullable: true }) statusBeforeRevocation: string | null;
  @Flag({ default: 0 }) isAdmin: boolean;
  @Flag({ default: 1 }) isProvisioned: boolean;
  @Label(320, { nullable: true }) provenAddress: string | null;
  @Label(320, { nullable: true }) invitationAddress: string | null;
  @Flag({ default: 0 }) isHeld: boolean;
  @Instant({ nullable: true }) activeChangedAt: number | null;
  @Flag({ default: 0 }) needsApproval: boolean;
}
