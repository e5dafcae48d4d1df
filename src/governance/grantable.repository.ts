import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { In, Repository } from 'typeorm';
import type { Connection } from '../platform/database/connection.js';
import { EntitlementRow, RoleRow } from './grantable.entity.js';

/** Roles and entitlements, asked for whether they are defined. */
@Injectable()
export class GrantableRepository {
  constructor(
    @InjectRepository(RoleRow) private readonly roles: Repository<RoleRow>,
    @InjectRepository(EntitlementRow) private readonly entitlements: Repository<EntitlementRow>,
  ) {}

  /** Which of the ids the organization does not have; none while it has defined nothing at all. */
  async unknown(
    connection: Connection,
    kind: 'roles' | 'entitlements',
    organizationId: string,
    ids: readonly string[],
  ): Promise<string[]> {
    const defined = connection.of(this[kind]);
    if (!(await defined.existsBy({ organizationId }))) return [];
    const rows = await defined.find({ select: { id: true }, where: { organizationId, id: In(ids) } });
    const known = new Set(rows.map(({ id }) => id));
    return ids.filter((id) => !known.has(id));
  }
}
