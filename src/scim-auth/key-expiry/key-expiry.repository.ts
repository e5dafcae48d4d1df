import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { And, IsNull, LessThanOrEqual, MoreThan, Or, Repository } from 'typeorm';
import type { Connection, Transaction } from '../../platform/database/connection.js';
import { ApplicationKey } from '../application-keys/application-key.entity.js';
import { ScimKey } from '../scim-key.entity.js';

export const EXPIRING_KINDS = ['scim', 'application'] as const;
export type ExpiringKind = (typeof EXPIRING_KINDS)[number];
export type ExpiringKey = ScimKey | ApplicationKey;

/** Keys that will expire. */
@Injectable()
export class KeyExpiryRepository {
  constructor(
    @InjectRepository(ScimKey) private readonly scimKeys: Repository<ScimKey>,
    @InjectRepository(ApplicationKey) private readonly applicationKeys: Repository<ApplicationKey>,
  ) {}

  /** Keys that work until they expire within so many days, of which nobody was told so for these days yet. */
  due(
    connection: Connection,
    kind: ExpiringKind,
    { days, now, until }: { readonly days: number; readonly now: number; readonly until: number },
  ): Promise<ExpiringKey[]> {
    const where = { expiresAt: And(MoreThan(now), LessThanOrEqual(until)), ...untold(days) };
    return kind === 'scim'
      ? connection.of(this.scimKeys).findBy({ ...where, retiresAt: IsNull() })
      : connection.of(this.applicationKeys).findBy(where);
  }

  /** @returns whether nobody else has done so */
  async claim(
    transaction: Transaction,
    kind: ExpiringKind,
    { organizationId, id }: ExpiringKey,
    days: number,
  ): Promise<boolean> {
    const where = { organizationId, id, ...untold(days) };
    const told = { expiryToldDays: days };
    const { affected } = await (kind === 'scim'
      ? transaction.of(this.scimKeys).update(where, told)
      : transaction.of(this.applicationKeys).update(where, told));
    return affected === 1;
  }
}

function untold(days: number) {
  return { revokedAt: IsNull(), expiryToldDays: Or(IsNull(), MoreThan(days)) };
}
