import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { MoreThan, Repository } from 'typeorm';
import { clock } from '../../platform/database/clock.js';
import type { Connection, Transaction } from '../../platform/database/connection.js';
import { KeyLogRecord } from './key-log.entity.js';
import { FIRST_HASH, hashOfEntry, type KeyLogEntry } from './key-log.js';

const ROWS_PER_INSERT = 100;
const ENTRY = {
  sequence: true,
  time: true,
  kind: true,
  userId: true,
  recipient: true,
  keyVersion: true,
  previousHash: true,
  hash: true,
} as const;
const ORDER = { organizationId: 'ASC', sequence: 'ASC' } as const;

export type KeyLogDraft = Pick<KeyLogEntry, 'kind' | 'userId' | 'recipient' | 'keyVersion'>;

/** The log of an organization's keys; entries are added and never changed. */
@Injectable()
export class KeyLogRepository {
  constructor(@InjectRepository(KeyLogRecord) private readonly log: Repository<KeyLogRecord>) {}

  /** The caller holds the organization's lock (`EventsRepository.lock`). */
  async append(transaction: Transaction, organizationId: string, drafts: readonly KeyLogDraft[]): Promise<void> {
    const last = await transaction
      .of(this.log)
      .findOne({ where: { organizationId }, order: { organizationId: 'DESC', sequence: 'DESC' } });
    let previousHash = last?.hash ?? FIRST_HASH;
    let sequence = last?.sequence ?? 0;
    const rows: KeyLogRecord[] = [];
    for (const draft of drafts) {
      sequence += 1;
      const entry = { ...draft, sequence, time: clock.now(), previousHash };
      const hash = hashOfEntry(organizationId, entry);
      rows.push({ organizationId, ...entry, hash });
      previousHash = hash;
    }
    for (let start = 0; start < rows.length; start += ROWS_PER_INSERT)
      await transaction.of(this.log).insert(rows.slice(start, start + ROWS_PER_INSERT));
  }

  /** Entries after a sequence number, in order. */
  after(connection: Connection, organizationId: string, sequence: number, limit: number): Promise<KeyLogEntry[]> {
    const where = { organizationId, sequence: MoreThan(sequence) };
    return connection.of(this.log).find({ select: ENTRY, where, order: ORDER, take: limit });
  }
}
