import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { In, IsNull, MoreThan, Repository } from 'typeorm';
import { clock } from '../../platform/database/clock.js';
import type { Connection, Transaction } from '../../platform/database/connection.js';
import { Link, type LinkPurpose, type VoidReason } from './link.entity.js';

const ROWS_PER_INSERT = 200;

/** Links that are mailed to people. */
@Injectable()
export class LinksRepository {
  constructor(@InjectRepository(Link) private readonly links: Repository<Link>) {}

  async insert(transaction: Transaction, links: readonly Link[]): Promise<void> {
    for (let start = 0; start < links.length; start += ROWS_PER_INSERT)
      await transaction.of(this.links).insert(links.slice(start, start + ROWS_PER_INSERT));
  }

  find(connection: Connection, organizationId: string, id: string): Promise<Link | null> {
    return connection.of(this.links).findOneBy({ organizationId, id });
  }

  /** The newest link of a person for a purpose. */
  newest(connection: Connection, organizationId: string, userId: string, purpose: LinkPurpose): Promise<Link | null> {
    return connection.of(this.links).findOne({
      where: { organizationId, userId, purpose },
      order: { createdAt: 'DESC', id: 'DESC' },
    });
  }

  /** @returns false when the link was used, void or expired already */
  async use(transaction: Transaction, { organizationId, id }: Link, now: number): Promise<boolean> {
    const { affected } = await transaction
      .of(this.links)
      .update({ organizationId, id, usedAt: IsNull(), voidedAt: IsNull(), expiresAt: MoreThan(now) }, { usedAt: now });
    return affected === 1;
  }

  /** Ends what a person could still open. @param purpose all when left out */
  async void(
    transaction: Transaction,
    organizationId: string,
    userIds: readonly string[],
    because: VoidReason,
    purpose?: LinkPurpose,
  ): Promise<void> {
    const open = { usedAt: IsNull(), voidedAt: IsNull(), ...(purpose && { purpose }) };
    await transaction
      .of(this.links)
      .update({ organizationId, userId: In(userIds), ...open }, { voidedAt: clock.now(), voidedBecause: because });
  }
}
