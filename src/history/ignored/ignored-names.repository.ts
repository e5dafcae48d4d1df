import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { Repository } from 'typeorm';
import type { Connection, Transaction } from '../../platform/database/connection.js';
import { ConflictError, UniqueViolationError } from '../../platform/database/database-errors.js';
import { type IgnoredCount, MAX_NAMES, together } from './ignored-counts.js';
import { IgnoredName } from './ignored-name.entity.js';

/** Names that identity providers send and no schema defines. */
@Injectable()
export class IgnoredNamesRepository {
  constructor(@InjectRepository(IgnoredName) private readonly names: Repository<IgnoredName>) {}

  /** The last sent first. */
  list(connection: Connection, organizationId: string): Promise<IgnoredName[]> {
    const order = { last: 'DESC', resourceType: 'ASC', nameKey: 'ASC' } as const;
    return connection.of(this.names).find({ where: { organizationId }, order });
  }

  /**
   * Adds counts of one organization, and forgets names that were not sent for the longest time when they are too many.
   * @throws ConflictError when another process counts a new name at the same time, ForeignKeyViolationError when the
   * organization is gone
   */
  async add(transaction: Transaction, organizationId: string, counts: readonly IgnoredCount[]): Promise<void> {
    const names = transaction.of(this.names);
    const known = await names.find({ where: { organizationId }, ...transaction.locked });
    const kept = new Map(known.map((name) => [keyOf(name), name]));
    for (const count of counts) {
      const before = kept.get(keyOf(count));
      const after = before ? together(before, count) : { ...count, isHidden: false };
      kept.set(keyOf(count), after);
      const { resourceType, nameKey, since, last, requests, keyId } = after;
      const changes = { since, last, requests, keyId };
      if (before) await names.update({ organizationId, resourceType, nameKey }, changes);
      else await names.insert(after).catch(retried);
    }
    const newest = [...kept.values()].toSorted((left, right) => right.last - left.last);
    for (const { resourceType, nameKey } of newest.slice(MAX_NAMES))
      await names.delete({ organizationId, resourceType, nameKey });
  }

  /** @returns whether there is such a name */
  async hide(
    transaction: Transaction,
    organizationId: string,
    resourceType: string,
    name: string,
    isHidden: boolean,
  ): Promise<boolean> {
    const named = { organizationId, resourceType, nameKey: name.toLowerCase() };
    await transaction.of(this.names).update(named, { isHidden });
    return transaction.of(this.names).existsBy(named);
  }
}

function keyOf({ resourceType, nameKey }: IgnoredCount): string {
  return `${resourceType} ${nameKey}`;
}

function retried(error: unknown): never {
  throw error instanceof UniqueViolationError ? new ConflictError(error) : error;
}
