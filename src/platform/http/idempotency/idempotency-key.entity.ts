import { Entity, Index } from 'typeorm';
import { Instant, Key, Text } from '../../database/columns.js';

/** A request that was sent with an Idempotency-Key, and what it was answered. */
@Entity('idempotency_keys')
@Index('idempotency_keys_startedAt', ['startedAt'])
export class IdempotencyKey {
  /** Digest of account, URL and key, in lower-case hexadecimal. */
  @Key(64, { primary: true }) name: string;
  @Key(64) bodyHash: string;
  @Instant() startedAt: number;
  /** Sealed JSON; null while there is none. */
  @Text({ nullable: true }) answer: string | null;
}
