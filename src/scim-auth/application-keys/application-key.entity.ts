import { Entity, Index } from 'typeorm';
import { Id, Instant, Integer, Key, Label, OfOrganization } from '../../platform/database/columns.js';

/** A key with which an application reads the events of an organization. Of the secret there is only its SHA-256. */
@Entity('application_keys')
@Index('application_keys_id', ['id'], { unique: true })
@OfOrganization('application_keys')
export class ApplicationKey {
  @Id({ primary: true }) organizationId: string;
  @Key(16, { primary: true }) id: string;
  @Label(100) label: string;
  @Key(64) secretHash: string;
  @Instant() createdAt: number;
  @Instant() expiresAt: number;
  @Instant({ nullable: true }) revokedAt: number | null;
  @Instant({ nullable: true }) lastUsedAt: number | null;
  /** The least number of days before its end of which admins were told. */
  @Integer({ nullable: true }) expiryToldDays: number | null;
}
