import { Entity, Index } from 'typeorm';
import { Id, Instant, Key, Label, OfOrganization } from '../../platform/database/columns.js';

/** What a link is for: part of its token, so that none opens anything else. */
export type LinkPurpose = 'invitation' | 'sign-in' | 'address';
export type VoidReason = 'replaced' | 'revoked' | 'deleted';

/** A link that was mailed to one person. It stays when it is used up or void, to say so when it is opened. */
@Entity('links')
@Index('links_user', ['organizationId', 'userId', 'purpose'])
@OfOrganization('links')
export class Link {
  @Id({ primary: true }) organizationId: string;
  @Id({ primary: true }) id: string;
  @Key(16) purpose: LinkPurpose;
  @Id() userId: string;
  @Label(320) address: string;
  /** Who invited, for people to read; null when it was the identity provider. */
  @Label(200, { nullable: true }) inviter: string | null;
  @Key(64) tokenHash: string;
  @Instant() createdAt: number;
  @Instant() expiresAt: number;
  @Instant({ nullable: true }) usedAt: number | null;
  @Instant({ nullable: true }) voidedAt: number | null;
  @Key(16, { nullable: true }) voidedBecause: VoidReason | null;
}
