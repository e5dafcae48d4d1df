import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { Not, Repository } from 'typeorm';
import sql from 'sql-template-tag';
import type { Connection, Transaction } from '../../platform/database/connection.js';
import type { UserStatus } from '../user-status.js';
import { Adoption, ADOPTION_WISHES, type AdoptionState, type AdoptionWish } from './adoption.entity.js';

/** One with the person it is about. */
export interface ListedAdoption extends Adoption {
  readonly userName: string;
  readonly displayName: string;
  readonly status: UserStatus;
  readonly isAdmin: boolean;
}

type Stored = { readonly [Name in keyof Adoption | 'status' | 'isAdmin']: unknown } & { readonly document: string };

/** Adoptions. Their people are locked before they are changed. Times are milliseconds since 1970. */
@Injectable()
export class AdoptionsRepository {
  constructor(@InjectRepository(Adoption) private readonly adoptions: Repository<Adoption>) {}

  find(connection: Connection, organizationId: string, userId: string): Promise<Adoption | null> {
    return connection.of(this.adoptions).findOneBy({ organizationId, userId });
  }

  async insert(transaction: Transaction, adoption: Adoption): Promise<void> {
    await transaction.of(this.adoptions).insert(adoption);
  }

  async update(transaction: Transaction, { organizationId, userId, ...changes }: Adoption): Promise<void> {
    await transaction.of(this.adoptions).update({ organizationId, userId }, changes);
  }

  async delete(transaction: Transaction, organizationId: string, userId: string): Promise<void> {
    await transaction.of(this.adoptions).delete({ organizationId, userId });
  }

  async deleteUnlessApproved(transaction: Transaction, organizationId: string, userId: string): Promise<void> {
    await transaction.of(this.adoptions).delete({ organizationId, userId, state: Not('approved') });
  }

  async deleteApproval(transaction: Transaction, organizationId: string, userId: string): Promise<void> {
    await transaction.of(this.adoptions).delete({ organizationId, userId, state: 'approved' });
  }

  /** How many wait for a decision. */
  waiting(connection: Connection, organizationId: string): Promise<number> {
    return connection.of(this.adoptions).countBy({ organizationId, state: 'waiting' });
  }

  /** Those in a state, in the order of people's ids. @param afterId of the last one before, or an empty text */
  async page(
    connection: Connection,
    organizationId: string,
    state: AdoptionState,
    afterId: string,
    limit: number,
  ): Promise<ListedAdoption[]> {
    const rows = await connection.rows<Stored>(sql`
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

function toListed(row: Stored): ListedAdoption {
  const { userName, displayName = userName } = JSON.parse(row.document) as { userName: string; displayName?: string };
  const time = (value: unknown) => (value === null ? null : Number(value));
  return {
    organizationId: String(row.organizationId),
    userId: String(row.userId),
    state: String(row.state) as AdoptionState,
    wanted: String(row.wanted).split(',').filter(Boolean) as AdoptionWish[],
    firstAskedAt: time(row.firstAskedAt),
    lastAskedAt: time(row.lastAskedAt),
    times: Number(row.times),
    keyId: row.keyId === null ? null : String(row.keyId),
    userName,
    displayName,
    status: String(row.status) as UserStatus,
    isAdmin: Number(row.isAdmin) === 1,
  };
}
