import { Entity, Index } from 'typeorm';
import { BelongsTo, Id, Instant, Key, Label } from '../../platform/database/columns.js';

/** What a token may be used for: reading; what needs no fresh proof; that too. */
export const TOKEN_SCOPES = ['read', 'write', 'sensitive'] as const;
export type TokenScope = (typeof TOKEN_SCOPES)[number];

/** A token with which an admin's scripts use the API. */
@Entity('admin_tokens')
@Index('admin_tokens_admin', ['adminId'])
@BelongsTo('admin_tokens_fk_admin', 'admins', { adminId: 'id' })
export class AdminToken {
  @Key(16, { primary: true }) id: string;
  @Id() adminId: string;
  @Label(100) label: string;
  @Key(64) secretHash: string;
  /** Null for `write`, where an older version has made it. */
  @Key(16, { nullable: true }) scope: TokenScope | null;
  @Instant() createdAt: number;
  @Instant() expiresAt: number;
  @Instant({ nullable: true }) lastUsedAt: number | null;
}
