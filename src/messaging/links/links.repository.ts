import { Injectable } from '@nestjs/common';
import sql, { join } from 'sql-template-tag';
import { clock } from '../../platform/database/clock.js';
import type { Connection, Transaction } from '../../platform/database/connection.js';
import type { LinkRow } from './link.entity.js';

/** What a link is for: part of its token, so that none opens anything else. */
export type LinkPurpose = 'invitation' | 'sign-in' | 'address';
export type VoidReason = 'replaced' | 'revoked' | 'deleted';

/** Times in milliseconds since 1970. */
export interface Link {
  readonly organizationId: string;
  readonly id: string;
  readonly purpose: LinkPurpose;
  readonly userId: string;
  readonly address: string;
  /** Who invited, for people to read; null when it was the identity provider. */
  readonly inviter: string | null;
  readonly tokenHash: string;
  readonly createdAt: number;
  readonly expiresAt: number;
  readonly usedAt: number | null;
  readonly voidedAt: number | null;
  readonly voidedBecause: VoidReason | null;
}

const ROWS_PER_INSERT = 200;

/** All SQL on links. */
@Injectable()
export class LinksRepository {
  async insert(transaction: Transaction, links: readonly Link[]): Promise<void> {
    for (let start = 0; start < links.length; start += ROWS_PER_INSERT) {
      const rows = links
        .slice(start, start + ROWS_PER_INSERT)
        .map(
          ({ organizationId, id, purpose, userId, address, inviter, tokenHash, createdAt, expiresAt }) =>
            sql`(${organizationId}, ${id}, ${purpose}, ${userId}, ${address}, ${inviter}, ${tokenHash}, ${createdAt}, ${expiresAt})`,
        );
      await transaction.execute(sql`
        INSERT INTO links (organizationId, id, purpose, userId, address, inviter, tokenHash, createdAt, expiresAt)
        VALUES ${join(rows)}`);
    }
  }

  async find(connection: Connection, organizationId: string, id: string): Promise<Link | undefined> {
    const row = await connection.row<LinkRow>(
      sql`SELECT * FROM links WHERE organizationId = ${organizationId} AND id = ${id}`,
    );
    return row && toLink(row);
  }

  /** The newest link of a person for a purpose. */
  async newest(
    connection: Connection,
    organizationId: string,
    userId: string,
    purpose: LinkPurpose,
  ): Promise<Link | undefined> {
    const row = await connection.row<LinkRow>(sql`
      SELECT * FROM links WHERE organizationId = ${organizationId} AND userId = ${userId} AND purpose = ${purpose}
      ORDER BY createdAt DESC, id DESC LIMIT 1`);
    return row && toLink(row);
  }

  /** @returns false when the link was used, void or expired already */
  async use(transaction: Transaction, { organizationId, id }: Link, now: number): Promise<boolean> {
    const used = await transaction.execute(sql`
      UPDATE links SET usedAt = ${now} WHERE organizationId = ${organizationId} AND id = ${id}
      AND usedAt IS NULL AND voidedAt IS NULL AND expiresAt > ${now}`);
    return used === 1;
  }

  /** Ends what a person could still open. @param purpose all when left out */
  async void(
    transaction: Transaction,
    organizationId: string,
    userIds: readonly string[],
    because: VoidReason,
    purpose?: LinkPurpose,
  ): Promise<void> {
    const ofPurpose = purpose ? sql`AND purpose = ${purpose}` : sql``;
    await transaction.execute(sql`
      UPDATE links SET voidedAt = ${clock.now()}, voidedBecause = ${because}
      WHERE organizationId = ${organizationId} AND userId IN (${join(userIds)}) ${ofPurpose}
      AND usedAt IS NULL AND voidedAt IS NULL`);
  }
}

function toLink(row: LinkRow): Link {
  const number = (value: number | null) => (value === null ? null : Number(value));
  return {
    organizationId: row.organizationId,
    id: row.id,
    purpose: String(row.purpose) as LinkPurpose,
    userId: row.userId,
    address: row.address,
    inviter: row.inviter,
    tokenHash: String(row.tokenHash),
    createdAt: Number(row.createdAt),
    expiresAt: Number(row.expiresAt),
    usedAt: number(row.usedAt),
    voidedAt: number(row.voidedAt),
    voidedBecause: row.voidedBecause === null ? null : (String(row.voidedBecause) as VoidReason),
  };
}
