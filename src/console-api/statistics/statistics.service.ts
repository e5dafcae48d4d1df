import { Injectable } from '@nestjs/common';
import { clock } from '../../platform/database/clock.js';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import { type Actor } from '../../events/actor.js';
import { groupType } from '../../groups/group-type.js';
import { HoldsService } from '../holds/holds.service.js';
import { MailService } from '../../messaging/mail/mail.service.js';
import { MembersService } from '../../onboarding/members.service.js';
import { totalOf } from '../../scim/resource/resource-counts.js';
import { AdoptionsService } from '../../users/adoption/adoptions.service.js';
import { WebhooksService } from '../../subscriptions/webhooks/webhooks.service.js';
import { RequestStatisticsRepository } from './request-statistics.repository.js';
import { DAY_MS, isoTime } from '../../platform/time.js';

const DAYS = 30;
const FAILURE_DAYS = 7;
const ANY_STATUS = 1_000;

/** How an organization is doing, at a cost that its size does not decide. */
@Injectable()
export class StatisticsService {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly requests: RequestStatisticsRepository,
    private readonly members: MembersService,
    private readonly mails: MailService,
    private readonly holds: HoldsService,
    private readonly webhooks: WebhooksService,
    private readonly adoptions: AdoptionsService,
  ) {}

  /** @throws OrganizationError */
  async of(organizationId: string, actor: Actor) {
    const people = await this.members.counts(organizationId);
    const { waiting, dead } = await this.mails.progress(organizationId);
    const { mode, trippedAt, held } = await this.holds.status(organizationId, actor);
    const endpoints = await this.webhooks.list(organizationId);
    const now = clock.now();
    const requests = await this.unitOfWork.read(async (connection) => {
      const days = [];
      for (let start = startOfDay(now) - (DAYS - 1) * DAY_MS; start <= now; start += DAY_MS) {
        const counts = await this.requests.day(connection, organizationId, start, start + DAY_MS);
        days.push({ day: new Date(start).toISOString().slice(0, 10), ...counts });
      }
      const since = now - FAILURE_DAYS * DAY_MS;
      return {
        groups: await totalOf(connection, organizationId, groupType),
        activity: days,
        errors: await this.requests.failures(connection, organizationId, since),
        lastRequest: isoTime(await this.requests.last(connection, organizationId, 0, ANY_STATUS)),
        lastSuccess: isoTime(await this.requests.last(connection, organizationId, since, 400)),
      };
    });
    return {
      people,
      ...requests,
      mails: { waiting, dead },
      adoptions: { waiting: await this.adoptions.waiting(organizationId) },
      breaker: { mode, isTripped: trippedAt !== null, held },
      webhooks: {
        enabled: endpoints.filter(({ isEnabled, attempts }) => isEnabled && attempts === 0).length,
        failing: endpoints.filter(({ isEnabled, attempts }) => isEnabled && attempts > 0).length,
        disabled: endpoints.filter(({ isEnabled }) => !isEnabled).length,
      },
    };
  }
}

function startOfDay(time: number): number {
  return Math.floor(time / DAY_MS) * DAY_MS;
}
