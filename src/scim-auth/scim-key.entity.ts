import { Entity, Index } from 'typeorm';
import { Id, Instant, Integer, Key, Label, OfOrganization } from '../platform/database/columns.js';
import type { ProfileName } from '../scim/protocol/profile.js';

/** A key of an organization. Of the secret there is only its SHA-256. Times are milliseconds since 1970. */
@Entity('scim_keys')
@Index('scim_keys_id', ['id'], { unique: true })
@OfOrganization('scim_keys')
export class ScimKey {
  @Id({ primary: true }) organizationId: string;
  @Key(16, { primary: true }) id: string;
  @Label(100) label: string;
  @Key(16) profile: ProfileName;
  @Key(64) secretHash: string;
  @Instant() createdAt: number;
  @Instant() expiresAt: number;
  /** From then on it is refused, so that a successor can take over meanwhile. */
  @Instant({ nullable: true }) retiresAt: number | null;
  @Instant({ nullable: true }) revokedAt: number | null;
  @Instant({ nullable: true }) lastUsedAt: number | null;
  /** Address that it was last used from. */
  @Label(64, { nullable: true }) lastUsedFrom: string | null;
  /** User-Agent that last used it. */
  @Label(200, { nullable: true }) lastUsedBy: string | null;
  /** The least number of days before its end of which admins were told. */
  @Integer({ nullable: true }) expiryToldDays: number | null;
}
