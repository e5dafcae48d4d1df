import { Entity } from 'typeorm';
import { Id, Key, OfOrganization } from '../../platform/database/columns.js';

/**
 * A value of an extension attribute that no other resource of the type may have. `valueHash` covers the resource type,
 * the attribute and the comparable value.
 */
@Entity('unique_values')
@OfOrganization('unique_values')
export class UniqueValueRow {
  @Id({ primary: true }) organizationId: string;
  @Key(64, { primary: true }) valueHash: string;
  @Key(200) urnKey: string;
  @Id() resourceId: string;
}
