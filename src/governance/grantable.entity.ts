import { Entity, Index } from 'typeorm';
import { Key, OfOrganization } from '../platform/database/columns.js';
import { ResourceColumns } from '../scim/resource/resource.entity.js';

abstract class GrantableRow extends ResourceColumns {
  @Key(1024) displayNameKey: string;
}

/** Roles that can be given to people (RFC 7643 §4.1.2, draft-ietf-scim-roles-entitlements). */
@Entity('roles')
@Index('roles_displayName', ['organizationId', 'displayNameKey'], { unique: true })
@OfOrganization('roles')
export class RoleRow extends GrantableRow {}

/** Entitlements that can be given to people (RFC 7643 §4.1.2, draft-ietf-scim-roles-entitlements). */
@Entity('entitlements')
@Index('entitlements_displayName', ['organizationId', 'displayNameKey'], { unique: true })
@OfOrganization('entitlements')
export class EntitlementRow extends GrantableRow {}
