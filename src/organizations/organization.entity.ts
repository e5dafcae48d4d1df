import { Entity, Index } from 'typeorm';
import { Flag, Id, Instant, Integer, Json, Key, Label } from '../platform/database/columns.js';
import { type OrganizationSettings, settingsOf } from './organization-settings.js';

/**
 * A customer of this server: the tenant that owns keys, users and groups.
 */
@Entity('organizations')
@Index('organizations_name', ['nameKey', 'id'])
export class Organization {
  @Id({ primary: true }) id: string;
  @Label(200) name: string;
  /** The beginning of the name in the form in which names are compared. */
  @Key(800, { nullable: true }) nameKey: string | null;
  @Flag() scimEnabled: boolean;
  @Instant() createdAt: number;
  /** Counts the changes of the organization's extension schemas; 0 while it never had any. */
  @Integer({ default: 0 }) schemasVersion: number;
  /** Null in the database as long as all of them are the defaults. */
  @Json({ nullable: true }, settingsOf) settings: Readonly<OrganizationSettings>;
  /** When the last mail on people who wait was due, or will be; null where there was none. */
  @Instant({ nullable: true }) waitingToldAt: number | null;
}
