import { Entity, Index } from 'typeorm';
import { Flag, Id, Instant, Integer, Key, Label, Text } from '../platform/database/columns.js';

/**
 * A customer of this server: the tenant that owns keys, users and groups.
 */
@Entity('organizations')
@Index('organizations_name', ['nameKey', 'id'])
export class OrganizationRow {
  @Id({ primary: true }) id: string;
  @Label(200) name: string;
  /** The beginning of the name in the form in which names are compared. */
  @Key(800, { nullable: true }) nameKey: string | null;
  @Flag() scimEnabled: 0 | 1;
  @Instant() createdAt: number;
  /** Counts the changes of the organization's extension schemas; 0 while it never had any. */
  @Integer({ default: 0 }) schemasVersion: number;
  /** JSON of those that differ from the defaults. */
  @Text({ nullable: true }) settings: string | null;
  /** When the last mail on people who wait was due, or will be; null where there was none. */
  @Instant({ nullable: true }) waitingToldAt: number | null;
}
