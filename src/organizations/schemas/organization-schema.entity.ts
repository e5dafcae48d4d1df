import { Entity } from 'typeorm';
import { Id, Instant, Key, OfOrganization, Text } from '../../platform/database/columns.js';

/** An extension schema that an organization has registered; `document` as it was given (RFC 7643 §7). */
@Entity('organization_schemas')
@OfOrganization('organization_schemas')
export class OrganizationSchemaRow {
  @Id({ primary: true }) organizationId: string;
  @Key(200, { primary: true }) urnKey: string;
  @Key(64) resourceType: string;
  @Text() document: string;
  @Instant() createdAt: number;
}
