import { Entity } from 'typeorm';
import { Id, Instant, Json, Key, OfOrganization } from '../../platform/database/columns.js';

/** An extension schema that an organization has registered. */
@Entity('organization_schemas')
@OfOrganization('organization_schemas')
export class OrganizationSchema {
  @Id({ primary: true }) organizationId: string;
  @Key(200, { primary: true }) urnKey: string;
  @Key(64) resourceType: string;
  /** As it was given (RFC 7643 §7). */
  @Json() document: object;
  @Instant() createdAt: number;
}
