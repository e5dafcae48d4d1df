import { Entity, Index } from 'typeorm';
import { Id, Instant, Integer, Key, Label, OfOrganization } from '../platform/database/columns.js';
import type { ProfileName } from '../scim/protocol/profile.js';

/**
 * A key of an organization. The secret itself is not here: only its SHA-256.
 */
@Entity('scim_keys')
@Index('scim_keys_id', ['id'], { unique: true })
@OfOrganization('scim_keys')
export class ScimKeyRow {
  @Id({ primary: true }) organizationId: string;
  @Key(16, { primary: true }) id: string;
  @Label(100) label: string;
  @Key(16) profile: ProfileName;
  @Key(64) secretHash: string;
  @Instant() createdAt: number;
  @Instant() expiresAt: number;
  @Instant({ nullable: true }) retiresAt: number | null;
  @Instant({ nullable: true }) revokedAt: number | null;
  @Instant({ nullable: true }) lastUsedAt: number | null;
  @Label(64, { nullable: true }) lastUsedFrom: string | null;
  @Label(200, { nullable: true }) lastUsedBy: string | null;
  /** The least number of days before its end of which admins were told. */
  @Integer({ nullable: true }) expiryToldDays: number | null;
}
