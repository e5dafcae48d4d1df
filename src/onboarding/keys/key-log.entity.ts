import { Entity, Index } from 'typeorm';
import type { KeyLogEntry, KeyLogKind } from './key-log.js';
import { Id, Instant, Integer, Key, OfOrganization } from '../../platform/database/columns.js';

/** One change of keys. Each has the hash of the one before in its own; none is ever changed. */
@Entity('key_log')
@Index('key_log_user', ['organizationId', 'userId', 'sequence'])
@OfOrganization('key_log')
export class KeyLogRecord implements KeyLogEntry {
  @Id({ primary: true }) organizationId: string;
  @Integer({ primary: true }) sequence: number;
  @Instant() time: number;
  @Key(32) kind: KeyLogKind;
  @Id() userId: string;
  @Key(128) recipient: string;
  @Integer({ nullable: true }) keyVersion: number | null;
  @Key(64) previousHash: string;
  @Key(64) hash: string;
}
