import { Entity, Index } from 'typeorm';
import { BelongsTo, Id, Instant, Integer, Key, Text } from '../../platform/database/columns.js';

/** A person's key: the public half, the private half under a passphrase, and the organization's key for it. */
@Entity('member_keys')
@Index('member_keys_recipient', ['organizationId', 'recipient'], { unique: true })
@BelongsTo('member_keys_fk_user', 'users', { organizationId: 'organizationId', userId: 'id' })
export class MemberKeyRow {
  @Id({ primary: true }) organizationId: string;
  @Id({ primary: true }) userId: string;
  @Key(128) recipient: string;
  @Key(64) recipientHash: string;
  @Text() protectedIdentity: string;
  @Text({ nullable: true }) wrappedKey: string | null;
  @Integer({ nullable: true }) keyVersion: number | null;
  @Instant() changedAt: number;
}
