import { Entity } from 'typeorm';
import { Id, Integer, Key, OfOrganization } from '../../platform/database/columns.js';

/**
 * How many resources of a type an organization has, so that no list has to count them, and what moved them in the order
 * of their ids.
 */
@Entity('resource_counts')
@OfOrganization('resource_counts')
export class ResourceCount {
  @Id({ primary: true }) organizationId: string;
  @Key(32, { primary: true }) resourceType: string;
  @Integer() total: number;
  /** Goes up whenever a resource comes or goes that is not behind all others: it moves those behind it. */
  @Integer({ default: 0 }) shifts: number;
  /** The greatest id that there ever was; empty before the first. */
  @Id({ default: '' }) lastId: string;
}
