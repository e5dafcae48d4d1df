import { Injectable } from '@nestjs/common';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import type { Transaction } from '../../platform/database/connection.js';
import { SERVER } from '../../events/actor.js';
import { EventsRepository } from '../../events/events.repository.js';
import { OrganizationsService } from '../../organizations/organizations.service.js';
import { backoff } from '../../messaging/outbox/backoff.js';
import { DeliveryOptions } from './delivery-options.js';
import type { WebhookAttempt } from './webhook-attempts.js';
import { WebhookDeliveriesRepository } from './webhook-deliveries.repository.js';
import type { DisabledBecause, WebhookEndpoint } from './webhook-endpoint.entity.js';
import { type EndpointLease, WebhookEndpointsRepository } from './webhook-endpoints.repository.js';
import { webhookEvent } from './webhook-event.js';
import { WebhookMail } from './webhook-mail.js';
import type { WebhookResult } from './webhook-results.js';
import { DAY_MS } from '../../platform/time.js';

/** Notes what attempts came to, unless the lease is somebody else's by now. */
@Injectable()
export class WebhookOutcomes {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly organizations: OrganizationsService,
    private readonly endpoints: WebhookEndpointsRepository,
    private readonly deliveries: WebhookDeliveriesRepository,
    private readonly events: EventsRepository,
    private readonly mail: WebhookMail,
    private readonly options: DeliveryOptions,
  ) {}

  /**
   * The endpoint has taken events.
   * @param lease with its new time
   * @param lastSequence of the last one, or of those after it that are of no wanted type
   * @param isLast whether the lease ends with it
   * @returns false when the lease was somebody else's
   */
  delivered(
    endpoint: WebhookEndpoint,
    lease: EndpointLease,
    attempts: readonly WebhookAttempt[],
    lastSequence: number,
    isLast: boolean,
  ): Promise<boolean> {
    const change = { lastSequence, isLast, now: this.options.now() };
    return this.unitOfWork.run(async (transaction) => {
      if (!(await this.endpoints.delivered(transaction, endpoint, lease, change))) return false;
      await this.deliveries.insert(
        transaction,
        attempts.map(({ delivery }) => delivery),
      );
      return true;
    });
  }

  /** Gives the lease back. @param lastSequence after which there is something to deliver */
  async release(endpoint: WebhookEndpoint, lease: EndpointLease, lastSequence: number): Promise<void> {
    const now = this.options.now();
    await this.unitOfWork.run((transaction) => this.endpoints.release(transaction, endpoint, lease, lastSequence, now));
  }

  /** Events that the endpoint has not got are no longer kept; an event tells it so. @param to sequence number of the last one */
  async skipped(endpoint: WebhookEndpoint, lease: EndpointLease, to: number): Promise<void> {
    const { organizationId, id, label, lastSequence } = endpoint;
    await this.unitOfWork.run(async (transaction) => {
      if (!(await this.endpoints.release(transaction, endpoint, lease, to, this.options.now()))) return;
      const event = webhookEvent('skipped', id, { label, from: lastSequence + 1, to });
      await this.events.append(transaction, { organizationId, actor: SERVER }, [event]);
    });
  }

  /** The endpoint has not taken an event. It is disabled when it wants that, or has failed for days. */
  failed(endpoint: WebhookEndpoint, lease: EndpointLease, attempt: WebhookAttempt): Promise<WebhookResult> {
    const now = this.options.now();
    const failingSince = endpoint.failingSince ?? now;
    const attempts = attempt.delivery.attempt;
    const change = { attempts, failingSince, lastError: attempt.delivery.error!, dueAt: now + this.pause(attempt) };
    return this.unitOfWork.run(async (transaction) => {
      if (!(await this.endpoints.failed(transaction, endpoint, lease, change))) return 'failed';
      await this.deliveries.insert(transaction, [attempt.delivery]);
      const organization = await this.organizations.getWithin(transaction, endpoint.organizationId);
      const isOver = now - failingSince >= organization.settings.webhookFailureDays * DAY_MS;
      if (!attempt.isGone && !isOver) return 'failed';
      const because = attempt.isGone ? 'gone' : 'failing';
      await this.mail.disabled(transaction, organization, endpoint, because, failingSince);
      await this.disable(transaction, endpoint, because, change.lastError);
      return 'disabled';
    });
  }

  private async disable(
    transaction: Transaction,
    endpoint: WebhookEndpoint,
    because: DisabledBecause,
    error: string,
  ): Promise<void> {
    await this.endpoints.disable(transaction, endpoint, because);
    const { organizationId, id, label } = endpoint;
    const event = webhookEvent('disabled', id, { label, because, error });
    await this.events.append(transaction, { organizationId, actor: SERVER }, [event]);
  }

  private pause({ delivery, retryAfter }: WebhookAttempt): number {
    const { minBackoff, maxBackoff } = this.options;
    if (retryAfter !== undefined) return Math.min(Math.max(retryAfter, minBackoff), maxBackoff);
    return backoff(delivery.attempt, this.options);
  }
}
