import { Injectable } from '@nestjs/common';
import sql, { empty, join, type Sql } from 'sql-template-tag';
import type { Connection, Transaction } from '../platform/database/connection.js';
import type { Actor } from '../events/actor.js';
import type { HeldRemovalRow, RemovalKind } from './held-removal.entity.js';

/** What an identity provider asks for. */
export interface AskedRemoval {
  readonly organizationId: string;
  readonly userId: string;
  readonly kind: RemovalKind;
  readonly keyId: string | null;
}

/** Somebody's decision to remove people, while it is carried out. */
export interface Release {
  readonly id: string;
  /** Milliseconds since 1970: when it last went on. */
  readonly at: number;
  readonly by: Actor;
}

/** A removal that waits. Times in milliseconds since 1970. */
export interface HeldRemoval extends AskedRemoval {
  readonly userName: string;
  readonly displayName: string;
  readonly status: string;
  readonly isAdmin: boolean;
  readonly firstAskedAt: number;
  readonly lastAskedAt: number;
  /** How often it was asked for. */
  readonly times: number;
  /** Of the person's resource. */
  readonly version: number;
  /** What makes it now, or did before it was interrupted. */
  readonly release: Release | null;
}

type HeldRecord = HeldRemovalRow & { document: string; version: number; status: unknown; isAdmin: number };

const WAITS = sql`h.discardedAt IS NULL`;

/** All SQL on removals that are held. */
@Injectable()
export class HeldRemovalsRepository {
  async insert(transaction: Transaction, removal: AskedRemoval, now: number): Promise<void> {
    const { organizationId, userId, kind, keyId } = removal;
    await transaction.execute(sql`
      INSERT INTO held_removals (organizationId, userId, kind, firstAskedAt, lastAskedAt, times, keyId)
      VALUES (${organizationId}, ${userId}, ${kind}, ${now}, ${now}, 1, ${keyId})`);
  }

  /** Notes that it was asked for again. @returns whether it waits */
  async repeat(transaction: Transaction, removal: AskedRemoval, now: number): Promise<boolean> {
    const { organizationId, userId, kind, keyId } = removal;
    const changed = await transaction.execute(sql`
      UPDATE held_removals SET kind = ${kind}, lastAskedAt = ${now}, times = times + 1, keyId = ${keyId}
      WHERE organizationId = ${organizationId} AND userId = ${userId} AND discardedAt IS NULL`);
    return changed === 1;
  }

  /** Lets wait again what was discarded after a time. @returns whether there is such a one */
  async renew(transaction: Transaction, removal: AskedRemoval, discardedAfter: number, now: number): Promise<boolean> {
    const { organizationId, userId, kind, keyId } = removal;
    const changed = await transaction.execute(sql`
      UPDATE held_removals SET kind = ${kind}, firstAskedAt = ${now}, lastAskedAt = ${now}, times = 1, keyId = ${keyId},
        discardedAt = NULL, releaseId = NULL, releasedAt = NULL, releasedBy = NULL
      WHERE organizationId = ${organizationId} AND userId = ${userId} AND discardedAt > ${discardedAfter}`);
    return changed === 1;
  }

  async delete(transaction: Transaction, organizationId: string, userId: string): Promise<void> {
    await transaction.execute(sql`
      DELETE FROM held_removals WHERE organizationId = ${organizationId} AND userId = ${userId}`);
  }

  /** Decides against removals. @returns how many of them had waited */
  discard(transaction: Transaction, organizationId: string, userIds: readonly string[], now: number): Promise<number> {
    return transaction.execute(sql`
      UPDATE held_removals SET discardedAt = ${now}
      WHERE organizationId = ${organizationId} AND userId IN (${join(userIds)}) AND discardedAt IS NULL`);
  }

  /** How many wait, of one organization or of the server. */
  async count(connection: Connection, organizationId?: string): Promise<number> {
    const ofOrganization = organizationId === undefined ? empty : sql`AND h.organizationId = ${organizationId}`;
    const row = await connection.row<{ removals: number }>(sql`
      SELECT COUNT(*) AS removals FROM held_removals h WHERE ${WAITS} ${ofOrganization}`);
    return Number(row!.removals);
  }

  /**
   * Lets nobody else decide on removals until the transaction ends.
   * @param userIds at least one; undefined for all that wait
   */
  async lock(transaction: Transaction, organizationId: string, userIds: readonly string[] | undefined): Promise<void> {
    await transaction.rows(sql`
      SELECT h.userId FROM held_removals h WHERE h.organizationId = ${organizationId} ${among(userIds)}
      ORDER BY h.organizationId, h.userId ${transaction.dialect.forUpdate}`);
  }

  /** Notes who makes removals now. */
  async release(
    transaction: Transaction,
    organizationId: string,
    userIds: readonly string[],
    { id, at, by }: Release,
  ): Promise<void> {
    await transaction.execute(sql`
      UPDATE held_removals SET releaseId = ${id}, releasedAt = ${at}, releasedBy = ${JSON.stringify(by)}
      WHERE organizationId = ${organizationId} AND userId IN (${join(userIds)}) AND discardedAt IS NULL`);
  }

  /** Notes that a release goes on. */
  async goOn(transaction: Transaction, organizationId: string, releaseId: string, now: number): Promise<void> {
    await transaction.execute(sql`
      UPDATE held_removals SET releasedAt = ${now}
      WHERE organizationId = ${organizationId} AND releaseId = ${releaseId}`);
  }

  /** What a release has not made waits for another decision. */
  async letGo(transaction: Transaction, organizationId: string, releaseId: string): Promise<void> {
    await transaction.execute(sql`
      UPDATE held_removals SET releaseId = NULL, releasedAt = NULL, releasedBy = NULL
      WHERE organizationId = ${organizationId} AND releaseId = ${releaseId}`);
  }

  /**
   * Those that wait, in the order of people's ids.
   * @param afterId of the last one before, or an empty text
   * @param until when they were held at the latest
   */
  page(
    connection: Connection,
    organizationId: string,
    { afterId, until, limit }: { afterId: string; until: number; limit: number },
  ): Promise<HeldRemoval[]> {
    const condition = sql`h.organizationId = ${organizationId} AND h.userId > ${afterId} AND h.firstAskedAt <= ${until}`;
    return this.held(connection, condition, limit);
  }

  /** That of one person, where one waits. */
  async find(connection: Connection, organizationId: string, userId: string): Promise<HeldRemoval | undefined> {
    return (await this.ofPeople(connection, organizationId, [userId]))[0];
  }

  /** Those of some people that wait. @param userIds at least one; undefined for all */
  ofPeople(
    connection: Connection,
    organizationId: string,
    userIds: readonly string[] | undefined,
  ): Promise<HeldRemoval[]> {
    return this.held(connection, sql`h.organizationId = ${organizationId} ${among(userIds)}`);
  }

  private async held(connection: Connection, condition: Sql, limit?: number): Promise<HeldRemoval[]> {
    const rows = await connection.rows<HeldRecord>(sql`
      SELECT h.*, u.document, u.version, u.status, u.isAdmin FROM held_removals h
      JOIN users u ON u.organizationId = h.organizationId AND u.id = h.userId
      WHERE ${condition} AND ${WAITS} ORDER BY h.organizationId, h.userId ${limit ? sql`LIMIT ${limit}` : empty}`);
    return rows.map(toRemoval);
  }
}

function among(userIds: readonly string[] | undefined): Sql {
  return userIds ? sql`AND h.userId IN (${join(userIds)})` : empty;
}

function toRemoval(row: HeldRecord): HeldRemoval {
  const { userName, displayName } = JSON.parse(row.document) as { userName: string; displayName?: string };
  return {
    organizationId: row.organizationId,
    userId: row.userId,
    userName,
    displayName: displayName ?? userName,
    status: String(row.status),
    isAdmin: Number(row.isAdmin) === 1,
    kind: String(row.kind) as RemovalKind,
    keyId: row.keyId === null ? null : String(row.keyId),
    firstAskedAt: Number(row.firstAskedAt),
    lastAskedAt: Number(row.lastAskedAt),
    times: Number(row.times),
    version: Number(row.version),
    release: releaseOf(row),
  };
}

function releaseOf({ releaseId, releasedAt, releasedBy }: HeldRemovalRow): Release | null {
  if (releaseId === null) return null;
  return { id: String(releaseId), at: Number(releasedAt), by: JSON.parse(String(releasedBy)) as Actor };
}
