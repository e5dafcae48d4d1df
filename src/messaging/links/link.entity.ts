import { Entity, Index } from 'typeorm';
import { Id, Instant, Key, Label, OfOrganization } from '../../platform/database/columns.js';

/** A link that was mailed to one person. It stays when it is used up or void, to say so to whoever opens it. */
@Entity('links')
@Index('links_user', ['organizationId', 'userId', 'purpose'])
@OfOrganization('links')
export class LinkRow {
  @Id({ primary: true }) organizationId: string;
  @Id({ primary: true }) id: string;
  @Key(16) purpose: string;
  @Id() userId: string;
  @Label(320) address: string;
  @Label(200, { nullable: true }) inviter: string | null;
  @Key(64) tokenHash: string;
  @Instant() createdAt: number;
  @Instant() expiresAt: number;
  @Instant({ nullable: true }) usedAt: number | null;
  @Instant({ nullable: true }) voidedAt: number | null;
  @Key(16, { nullable: true }) voidedBecause: string | null;
}
