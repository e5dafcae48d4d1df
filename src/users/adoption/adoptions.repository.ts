import { Injectable } from '@nestjs/common';
import sql from 'sql-template-tag';
import type { Connection, Transaction } from '../../platform/database/connection.js';
import type { UserStatus } from '../user-status.js';
import { ADOPTION_WISHES, type AdoptionRow, type AdoptionState, type AdoptionWish } from './adoption.entity.js';

/** Times in milliseconds since 1970. */
export interface Adoption extends Omit<AdoptionRow, 'wanted'> {
  readonly wanted: readonly AdoptionWish[];
}

/** One with the person it is about. */
export interface ListedAdoption extends Adoption {
  readonly userName: string;
  readonly displayName: string;
  readonly status: UserStatus;
  readonly isAdmin: boolean;
}

type ListedRecord = AdoptionRow & { document: string; status: unknown; isAdmin: number };

/** All SQL on adoptions. Their people are locked before they are changed. */
@Injectable()
export class AdoptionsRepository {
  async find(connection: Connection, organizationId: string, userId: string): Promise<Adoption | undefined> {
    const row = await connection.row<AdoptionRow>(sql`
      SELECT * FROM adoptions WHERE organizationId = ${organizationId} AND userId = ${userId}`);
    return row && toAdoption(row);
  }

  async insert(transaction: Transaction, adoption: Adoption): Promise<void> {
    const { organizationId, userId, state, wanted, firstAskedAt, lastAskedAt, times, keyId } = adoption;
    await transaction.execute(sql`
      INSERT INTO adoptions (organizationId, userId, state, wanted, firstAskedAt, lastAskedAt, times, keyId)
      VALUES (${organizationId}, ${userId}, ${state}, ${wanted.join()}, ${firstAskedAt}, ${lastAskedAt}, ${times}, ${keyId})`);
  }

  async update(transaction: Transaction, adoption: Adoption): Promise<void> {
    const { organizationId, userId, state, wanted, lastAskedAt, times, keyId } = adoption;
    await transaction.execute(sql`
      UPDATE adoptions SET state = ${state}, wanted = ${wanted.join()}, lastAskedAt = ${lastAskedAt}, times = ${times},
        keyId = ${keyId}
      WHERE organizationId = ${organizationId} AND userId = ${userId}`);
  }

  async delete(transaction: Transaction, organizationId: string, userId: string): Promise<void> {
    await transaction.execute(
      sql`DELETE FROM adoptions WHERE organizationId = ${organizationId} AND userId = ${userId}`,
    );
  }

  async deleteUnlessApproved(transaction: Transaction, organizationId: string, userId: string): Promise<void> {
    await transaction.execute(sql`
      DELETE FROM adoptions WHERE organizationId = ${organizationId} AND userId = ${userId} AND state <> 'approved'`);
  }

  async deleteApproval(transaction: Transaction, organizationId: string, userId: string): Promise<void> {
    await transaction.execute(sql`
      DELETE FROM adoptions WHERE organizationId = ${organizationId} AND userId = ${userId} AND state = 'approved'`);
  }

  /** How many wait for a decision. */
  async waiting(connection: Connection, organizationId: string): Promise<number> {
    const row = await connection.row<{ adoptions: number }>(sql`
      SELECT COUNT(*) AS adoptions FROM adoptions WHERE organizationId = ${organizationId} AND state = 'waiting'`);
    return Number(row!.adoptions);
  }

  /** Those in a state, in the order of people's ids. @param afterId of the last one before, or an empty text */
  async page(
    connection: Connection,
    organizationId: string,
    state: AdoptionState,
    afterId: string,
    limit: number,
  ): Promise<ListedAdoption[]> {
    const rows = await connection.rows<ListedRecord>(sql`
      SELECT a.*, u.document, u.status, u.isAdmin FROM adoptions a
      JOIN users u ON u.organizationId = a.organizationId AND u.id = a.userId
      WHERE a.organizationId = ${organizationId} AND a.state = ${state} AND a.userId > ${afterId}
      ORDER BY a.organizationId, a.userId LIMIT ${limit}`);
    return rows.map(toListed);
  }
}

/** The wishes in the order in which they are always named. */
export function withWish(wanted: readonly AdoptionWish[], wish: AdoptionWish): AdoptionWish[] {
  return ADOPTION_WISHES.filter((each) => each === wish || wanted.includes(each));
}

function toAdoption(row: AdoptionRow): Adoption {
  const number = (value: number | null) => (value === null ? null : Number(value));
  const wanted = String(row.wanted).split(',');
  return {
    organizationId: row.organizationId,
    userId: row.userId,
    state: String(row.state) as AdoptionState,
    wanted: ADOPTION_WISHES.filter((wish) => wanted.includes(wish)),
    firstAskedAt: number(row.firstAskedAt),
    lastAskedAt: number(row.lastAskedAt),
    times: Number(row.times),
    keyId: row.keyId === null ? null : String(row.keyId),
  };
}

function toListed(row: ListedRecord): ListedAdoption {
  const { userName, displayName = userName } = JSON.parse(row.document) as { userName: string; displayName?: string };
  const { status, isAdmin } = row;
  return {
    ...toAdoption(row),
    userName,
    displayName,
    status: String(status) as UserStatus,
    isAdmin: Number(isAdmin) === 1,
  };
}
