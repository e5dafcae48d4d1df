import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import sql, { empty, join, type Sql } from 'sql-template-tag';
import { In, IsNull, MoreThan, Repository } from 'typeorm';
import type { Connection, Transaction } from '../platform/database/connection.js';
import type { Actor } from '../events/actor.js';
import { HeldRemoval } from './held-removal.entity.js';

/** What an identity provider asks for. */
export type AskedRemoval = Readonly<Pick<HeldRemoval, 'organizationId' | 'userId' | 'kind' | 'keyId'>>;

/** Somebody's decision to remove people, while it is carried out. */
interface Release {
  readonly id: string;
  /** Milliseconds since 1970: when it last went on. */
  readonly at: number;
  readonly by: Actor;
}

/** A removal that waits, with the person it is about. Times in milliseconds since 1970. */
export interface WaitingRemoval extends AskedRemoval {
  readonly userName: string;
  readonly displayName: string;
  readonly status: string;
  readonly isAdmin: boolean;
  readonly firstAskedAt: number;
  readonly lastAskedAt: number;
  /** How often it was asked for. */
  readonly times: number;
  /** Version of the person's resource. */
  readonly version: number;
  /** What makes it now, or did before it was interrupted. */
  readonly release: Release | null;
}

type Stored = { readonly [Name in keyof HeldRemoval | 'version' | 'status' | 'isAdmin']: unknown } & {
  readonly document: string;
};

const NOT_RELEASED = { releaseId: null, releasedAt: null, releasedBy: null };

/** Removals that are held. */
@Injectable()
export class HeldRemovalsRepository {
  constructor(@InjectRepository(HeldRemoval) private readonly removals: Repository<HeldRemoval>) {}

  async insert(transaction: Transaction, removal: AskedRemoval, now: number): Promise<void> {
    await transaction
      .of(this.removals)
      .insert({ ...removal, ...NOT_RELEASED, firstAskedAt: now, lastAskedAt: now, times: 1, discardedAt: null });
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
    const { affected } = await transaction
      .of(this.removals)
      .update(
        { organizationId, userId, discardedAt: MoreThan(discardedAfter) },
        { ...NOT_RELEASED, kind, firstAskedAt: now, lastAskedAt: now, times: 1, keyId, discardedAt: null },
      );
    return affected === 1;
  }

  async delete(transaction: Transaction, organizationId: string, userId: string): Promise<void> {
    await transaction.of(this.removals).delete({ organizationId, userId });
  }

  /** Decides against removals. @returns how many of them had waited */
  async discard(
    transaction: Transaction,
    organizationId: string,
    userIds: readonly string[],
    now: number,
  ): Promise<number> {
    const { affected } = await transaction
      .of(this.removals)
      .update({ organizationId, userId: In(userIds), discardedAt: IsNull() }, { discardedAt: now });
    return affected ?? 0;
  }

  /** How many wait, of one organization or of the server. */
  count(connection: Connection, organizationId?: string): Promise<number> {
    const ofOrganization = organizationId === undefined ? {} : { organizationId };
    return connection.of(this.removals).countBy({ ...ofOrganization, discardedAt: IsNull() });
  }

  /**
   * Lets nobody else decide on removals until the transaction ends.
   * @param userIds at least one; undefined for all that wait
   */
  async lock(transaction: Transaction, organizationId: string, userIds: readonly string[] | undefined): Promise<void> {
    await transaction.of(this.removals).find({
      where: { organizationId, ...(userIds && { userId: In(userIds) }) },
      order: { organizationId: 'ASC', userId: 'ASC' },
      ...transaction.locked,
    });
  }

  /** Notes who makes removals now. */
  async release(
    transaction: Transaction,
    organizationId: string,
    userIds: readonly string[],
    { id, at, by }: Release,
  ): Promise<void> {
    await transaction
      .of(this.removals)
      .update(
        { organizationId, userId: In(userIds), discardedAt: IsNull() },
        { releaseId: id, releasedAt: at, releasedBy: by },
      );
  }

  /** Notes that a release goes on. */
  async goOn(transaction: Transaction, organizationId: string, releaseId: string, now: number): Promise<void> {
    await transaction.of(this.removals).update({ organizationId, releaseId }, { releasedAt: now });
  }

  /** What a release has not made waits for another decision. */
  async letGo(transaction: Transaction, organizationId: string, releaseId: string): Promise<void> {
    await transaction.of(this.removals).update({ organizationId, releaseId }, NOT_RELEASED);
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
  ): Promise<WaitingRemoval[]> {
    const condition = sql`h.organizationId = ${organizationId} AND h.userId > ${afterId} AND h.firstAskedAt <= ${until}`;
    return this.held(connection, condition, limit);
  }

  /** That of one person, where one waits. */
  async find(connection: Connection, organizationId: string, userId: string): Promise<WaitingRemoval | undefined> {
    return (await this.ofPeople(connection, organizationId, [userId]))[0];
  }

  /** Those of some people that wait. @param userIds at least one; undefined for all */
  ofPeople(
    connection: Connection,
    organizationId: string,
    userIds: readonly string[] | undefined,
  ): Promise<WaitingRemoval[]> {
    return this.held(connection, sql`h.organizationId = ${organizationId} ${among(userIds)}`);
  }

  private async held(connection: Connection, condition: Sql, limit?: number): Promise<WaitingRemoval[]> {
    const rows = await connection.rows<Stored>(sql`
      SELECT h.*, u.document, u.version, u.status, u.isAdmin FROM held_removals h
      JOIN users u ON u.organizationId = h.organizationId AND u.id = h.userId
      WHERE ${condition} AND h.discardedAt IS NULL ORDER BY h.organizationId, h.userId ${limit ? sql`LIMIT ${limit}` : empty}`);
    return rows.map(toRemoval);
  }
}

function among(userIds: readonly string[] | undefined): Sql {
  return userIds ? sql`AND h.userId IN (${join(userIds)})` : empty;
}

function toRemoval(row: Stored): WaitingRemoval {
  const { userName, displayName } = JSON.parse(row.document) as { userName: string; displayName?: string };
  return {
    organizationId: String(row.organizationId),
    userId: String(row.userId),
    userName,
    displayName: displayName ?? userName,
    status: String(row.status),
    isAdmin: Number(row.isAdmin) === 1,
    kind: String(row.kind) as WaitingRemoval['kind'],
    keyId: row.keyId === null ? null : String(row.keyId),
    firstAskedAt: Number(row.firstAskedAt),
    lastAskedAt: Number(row.lastAskedAt),
    times: Number(row.times),
    version: Number(row.version),
    release: releaseOf(row),
  };
}

function releaseOf({ releaseId, releasedAt, releasedBy }: Stored): Release | null {
  if (releaseId === null) return null;
  return { id: String(releaseId), at: Number(releasedAt), by: JSON.parse(String(releasedBy)) as Actor };
}
