import { Injectable } from '@nestjs/common';
import sql, { join, type Sql } from 'sql-template-tag';
import { clock } from '../../platform/database/clock.js';
import type { Connection, Transaction } from '../../platform/database/connection.js';
import type { KeyLogRow } from './key-log.entity.js';
import { FIRST_HASH, hashOfEntry, type KeyLogEntry, type KeyLogKind } from './key-log.js';

const ROWS_PER_INSERT = 100;

export type KeyLogDraft = Pick<KeyLogEntry, 'kind' | 'userId' | 'recipient' | 'keyVersion'>;

/** The log of an organization's keys; entries are added and never changed. */
@Injectable()
export class KeyLogRepository {
  /** The caller holds the organization's lock (`EventsRepository.lock`). */
  async append(transaction: Transaction, organizationId: string, drafts: readonly KeyLogDraft[]): Promise<void> {
    const last = await transaction.row<Pick<KeyLogRow, 'sequence' | 'hash'>>(sql`
      SELECT sequence, hash FROM key_log WHERE organizationId = ${organizationId}
      ORDER BY organizationId DESC, sequence DESC LIMIT 1`);
    let previousHash = last ? String(last.hash) : FIRST_HASH;
    let sequence = Number(last?.sequence ?? 0);
    const rows: Sql[] = [];
    for (const draft of drafts) {
      sequence += 1;
      const entry = { ...draft, sequence, time: clock.now(), previousHash };
      const hash = hashOfEntry(organizationId, entry);
      const { time, kind, userId, recipient, keyVersion } = entry;
      rows.push(
        sql`(${organizationId}, ${sequence}, ${time}, ${kind}, ${userId}, ${recipient}, ${keyVersion}, ${previousHash}, ${hash})`,
      );
      previousHash = hash;
    }
    for (let start = 0; start < rows.length; start += ROWS_PER_INSERT)
      await transaction.execute(sql`
        INSERT INTO key_log (organizationId, sequence, time, kind, userId, recipient, keyVersion, previousHash, hash)
        VALUES ${join(rows.slice(start, start + ROWS_PER_INSERT))}`);
  }

  /** Entries after a sequence number, in order. */
  async after(connection: Connection, organizationId: string, sequence: number, limit: number): Promise<KeyLogEntry[]> {
    const rows = await connection.rows<KeyLogRow>(sql`
      SELECT * FROM key_log WHERE organizationId = ${organizationId} AND sequence > ${sequence}
      ORDER BY organizationId, sequence LIMIT ${limit}`);
    return rows.map((row) => ({
      sequence: Number(row.sequence),
      time: Number(row.time),
      kind: String(row.kind) as KeyLogKind,
      userId: row.userId,
      recipient: String(row.recipient),
      keyVersion: row.keyVersion === null ? null : Number(row.keyVersion),
      previousHash: String(row.previousHash),
      hash: String(row.hash),
    }));
  }
}
