import { Entity } from 'typeorm';
import { Id, Instant, Integer, Key, OfOrganization } from '../../platform/database/columns.js';

/** One version of the key of an organization: its public half alone. */
@Entity('organization_keys')
@OfOrganization('organization_keys')
export class OrganizationKey {
  @Id({ primary: true }) organizationId: string;
  @Integer({ primary: true }) version: number;
  @Key(128) recipient: string;
  @Instant() createdAt: number;
}
