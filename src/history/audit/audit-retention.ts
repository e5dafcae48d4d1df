import { Injectable } from '@nestjs/common';
import { clock } from '../../platform/database/clock.js';
import { AT_ONCE, Retention } from '../../platform/database/retention.js';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import { SERVER } from '../../events/actor.js';
import { EventsRepository } from '../../events/events.repository.js';
import type { Organization } from '../../organizations/organization.entity.js';
import { OrganizationsService } from '../../organizations/organizations.service.js';
import { MembershipHistory } from '../timeline/membership-history.js';
import { AuditRepository } from './audit.repository.js';
import { type Trimmed, trimmedEvent } from './trimmed.js';
import { DAY_MS } from '../../platform/time.js';

/** Steps in which the history of memberships catches up before events are removed. */
const HISTORY_STEPS = 1_000;

/** Removes events that are older than their organization keeps them, a day of them at a time. */
@Injectable()
export class AuditRetention extends Retention {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly organizations: OrganizationsService,
    private readonly events: EventsRepository,
    private readonly audit: AuditRepository,
    private readonly history: MembershipHistory,
  ) {
    super();
  }

  forget(): Promise<number> {
    return this.trim(clock.now());
  }

  /** @param now in milliseconds since 1970 @returns how many */
  async trim(now: number): Promise<number> {
    let total = 0;
    for (const organization of await this.organizations.list()) total += await this.trimOf(organization, now);
    return total;
  }

  private async trimOf({ id, settings }: Organization, now: number): Promise<number> {
    const { auditRetentionDays } = settings;
    if (auditRetentionDays === null) return 0;
    // By whole days, since each removal is an event itself, which a later one removes.
    const before = Math.floor(now / DAY_MS) * DAY_MS - auditRetentionDays * DAY_MS;
    const last = await this.unitOfWork.read((connection) => this.events.last(connection, id));
    let total = 0;
    for (let cut = await this.cut(id, last, before); cut; cut = await this.cut(id, last, before)) {
      if (!(await this.history.catchUp(id, HISTORY_STEPS))) break;
      const removed = await this.trimTo(id, cut, before);
      if (removed === 0) break;
      total += removed;
    }
    return total;
  }

  private cut(organizationId: string, last: number, before: number): Promise<Trimmed | undefined> {
    return this.unitOfWork.read(async (connection) => {
      const { anchorSequence: anchor } = await this.events.ends(connection, organizationId);
      const first = await this.events.first(connection, organizationId);
      return this.audit.cut(connection, organizationId, { first, last, anchor }, before, AT_ONCE);
    });
  }

  /** @returns 0 when another process has removed them */
  private trimTo(organizationId: string, cut: Trimmed, before: number): Promise<number> {
    return this.unitOfWork.run(async (transaction) => {
      const removed = await this.audit.trim(transaction, organizationId, cut);
      if (removed > 0)
        await this.events.append(transaction, { organizationId, actor: SERVER }, [
          trimmedEvent(organizationId, cut, removed, before),
        ]);
      return removed;
    });
  }
}
