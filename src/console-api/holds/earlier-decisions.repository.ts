import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import sql, { join } from 'sql-template-tag';
import { In, Repository } from 'typeorm';
import type { Connection } from '../../platform/database/connection.js';
import type { Actor } from '../../events/actor.js';
import { UserRow } from '../../users/user.entity.js';

/** How the hold of somebody ended. */
export interface EndOfHold {
  readonly by: Actor;
  /** Milliseconds since 1970. */
  readonly at: number;
  /** Whether the person kept access. */
  readonly isKept: boolean;
}

interface EndRecord {
  resourceId: unknown;
  time: number;
  actor: string;
  data: string;
}

const KEPT = ['active', 'discarded'];

/** What became of removals that are held no longer, as events tell it. */
@Injectable()
export class EarlierDecisionsRepository {
  constructor(@InjectRepository(UserRow) private readonly users: Repository<UserRow>) {}

  /** The last end of each person's hold. @param userIds at least one @returns by the people's ids */
  async ends(
    connection: Connection,
    organizationId: string,
    userIds: readonly string[],
    since: number,
  ): Promise<Map<string, EndOfHold>> {
    const rows = await connection.rows<EndRecord>(sql`
      SELECT resourceId, time, actor, data FROM events ${connection.dialect.forceIndex('events_resource')}
      WHERE organizationId = ${organizationId} AND resourceType = 'User' AND resourceId IN (${join(userIds)})
      AND type = 'user.hold_ended' AND time >= ${since} ORDER BY sequence`);
    return new Map(rows.map((row) => [String(row.resourceId), endOf(row)]));
  }

  /** User names of people who are still there. @param userIds at least one @returns by their ids */
  async userNames(
    connection: Connection,
    organizationId: string,
    userIds: readonly string[],
  ): Promise<Map<string, string>> {
    const users = await connection
      .of(this.users)
      .find({ select: { id: true, document: true }, where: { organizationId, id: In(userIds) } });
    return new Map(users.map(({ id, document }) => [id, (JSON.parse(document) as { userName: string }).userName]));
  }
}

function endOf({ time, actor, data }: EndRecord): EndOfHold {
  const { because } = JSON.parse(data) as { because: string };
  return { by: JSON.parse(actor) as Actor, at: Number(time), isKept: KEPT.includes(because) };
}
