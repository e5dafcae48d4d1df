import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import sql from 'sql-template-tag';
import { Repository } from 'typeorm';
import { Organization } from '../../organizations/organization.entity.js';
import type { Connection, Transaction } from '../../platform/database/connection.js';
import type { Document } from '../../scim/attributes/document.js';
import { addressOf } from '../mail/address.js';

/** People who have accepted and wait to be confirmed. */
export interface Waiting {
  readonly people: number;
  /** Names and addresses of those who came first. */
  readonly first: readonly string[];
}

const NAMED = 10;

/** All SQL on who waits, and on when admins heard of it. */
@Injectable()
export class WaitingRepository {
  constructor(@InjectRepository(Organization) private readonly all: Repository<Organization>) {}

  /** @param except id of somebody who does not count */
  async waiting(connection: Connection, organizationId: string, except = ''): Promise<Waiting> {
    const counted = await connection.row<{ people: number }>(sql`
      SELECT COUNT(*) AS people FROM users
      WHERE organizationId = ${organizationId} AND status = 'accepted' AND id <> ${except}`);
    const rows = await connection.rows<{ document: string; provenAddress: string | null }>(sql`
      SELECT document, provenAddress FROM users
      WHERE organizationId = ${organizationId} AND status = 'accepted' AND id <> ${except}
      ORDER BY organizationId, status, id LIMIT ${NAMED}`);
    const first = rows.map(({ document: json, provenAddress }) => {
      const document = JSON.parse(json) as Document;
      const address = provenAddress ?? addressOf(document) ?? '';
      return `${String(document['displayName'] ?? document['userName'])} (${address})`;
    });
    return { people: Number(counted!.people), first };
  }

  async isAnybody(connection: Connection, organizationId: string): Promise<boolean> {
    const row = await connection.row(sql`
      SELECT id FROM users
      WHERE organizationId = ${organizationId} AND status = 'accepted' LIMIT 1`);
    return row !== undefined;
  }

  /** When the last mail on people who wait was due, or will be, in milliseconds since 1970. */
  async toldAt(connection: Connection, organizationId: string): Promise<number> {
    const organization = await connection
      .of(this.all)
      .findOne({ select: { waitingToldAt: true }, where: { id: organizationId } });
    return organization?.waitingToldAt ?? 0;
  }

  async setToldAt(transaction: Transaction, organizationId: string, at: number): Promise<void> {
    await transaction.of(this.all).update({ id: organizationId }, { waitingToldAt: at });
  }

  /** Those that were made last. */
  organizations(connection: Connection, limit: number): Promise<Pick<Organization, 'id' | 'name'>[]> {
    return connection.of(this.all).find({ select: { id: true, name: true }, order: { id: 'DESC' }, take: limit });
  }
}
