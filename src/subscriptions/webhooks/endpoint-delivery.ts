import { Injectable, Logger } from '@nestjs/common';
import { newId } from '../../platform/ids/new-id.js';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import { recordResult } from '../../platform/work-loop.js';
import type { Event } from '../../events/event.js';
import { readTypes } from '../feed/event-types.js';
import { EventsGoneError } from '../feed/events-gone.error.js';
import { FeedService } from '../feed/feed.service.js';
import { DeliveryOptions } from './delivery-options.js';
import { DeliveryPace } from './delivery-pace.js';
import { type WebhookAttempt, WebhookAttempts } from './webhook-attempts.js';
import type { WebhookEndpoint } from './webhook-endpoint.entity.js';
import { type EndpointLease, type EndpointRef, WebhookEndpointsRepository } from './webhook-endpoints.repository.js';
import { WebhookOutcomes } from './webhook-outcomes.js';
import { WebhookResults } from './webhook-results.js';
import { StoppedError } from './webhook-sender.js';

const STOPPED = Symbol('stopped');
/** What is delivered within that time is recorded together; a process that is killed repeats as much. */
const RECORD_EVERY_MS = 100;

/** Signals that the server is ending. */
interface Stops {
  /** After what is under way. */
  readonly soon: AbortSignal;
  /** At once. */
  readonly now: AbortSignal;
}

/** Delivers to one endpoint the events that it has not got yet, one after the other, a page at a time. */
@Injectable()
export class EndpointDelivery {
  private readonly logger = new Logger(EndpointDelivery.name);

  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly endpoints: WebhookEndpointsRepository,
    private readonly feed: FeedService,
    private readonly attempts: WebhookAttempts,
    private readonly outcomes: WebhookOutcomes,
    private readonly results: WebhookResults,
    private readonly pace: DeliveryPace,
    private readonly options: DeliveryOptions,
  ) {}

  /** Does nothing when another process has the endpoint. */
  async run(ref: EndpointRef, stops: Stops): Promise<void> {
    const now = this.options.now();
    const lease = this.newLease();
    const endpoint = await this.unitOfWork.run((transaction) => this.endpoints.lease(transaction, ref, lease, now));
    if (!endpoint) return;
    const { organizationId, lastSequence: after, types } = endpoint;
    const query = { organizationId, after, limit: this.options.batch, types: readTypes(types ?? undefined) };
    const page = await this.feed.page(query).catch(goneTo);
    if (typeof page === 'number') return this.outcomes.skipped(endpoint, lease, page);
    const { events, next } = page;
    if (events.length === 0) await this.outcomes.release(endpoint, lease, next);
    else await this.deliver(endpoint, lease, events, next, stops);
  }

  private async deliver(
    endpoint: WebhookEndpoint,
    first: EndpointLease,
    events: readonly Event[],
    next: number,
    stops: Stops,
  ): Promise<void> {
    const { patience } = this.options;
    let [lease, { lastSequence }] = [first, endpoint];
    let taken: WebhookAttempt[] = [];
    let begin = performance.now();
    const recordTaken = async (isLast: boolean): Promise<boolean> => {
      const attempts = taken;
      if (attempts.length === 0 && !isLast) return true;
      [lease, taken, begin] = [{ ...lease, until: this.newLease().until }, [], performance.now()];
      const isRecorded = await this.record(lease, stops, () =>
        attempts.length === 0
          ? this.outcomes.release(endpoint, lease, lastSequence).then(() => true)
          : this.outcomes.delivered(endpoint, lease, attempts, lastSequence, isLast),
      );
      return isRecorded ?? false;
    };
    for (const [index, event] of events.entries()) {
      const number = index === 0 ? endpoint.attempts + 1 : 1;
      await this.pace.turn(stops.soon);
      if (stops.soon.aborted) break;
      const limits = { patience, stop: stops.now };
      const attempt = await this.attempts.make(endpoint, event, number, limits).catch(stopped);
      if (attempt === STOPPED) break;
      if (attempt && attempt.delivery.error !== null) {
        if (!(await recordTaken(false))) return;
        const known = index === 0 ? endpoint : { ...endpoint, failingSince: null };
        const result = await this.record(lease, stops, () => this.outcomes.failed(known, lease, attempt));
        this.results.announce(result ?? 'failed');
        return this.warn(endpoint, attempt.delivery.error);
      }
      lastSequence = index === events.length - 1 ? next : event.sequence;
      if (!attempt) continue;
      this.results.announce('delivered');
      taken.push(attempt);
      if (performance.now() - begin >= RECORD_EVERY_MS && !(await recordTaken(false))) return;
    }
    await recordTaken(true);
  }

  private newLease(): EndpointLease {
    return { id: newId(), until: this.options.now() + this.options.lease };
  }

  /** @returns undefined when it could not be recorded */
  private record<T>(lease: EndpointLease, stops: Stops, work: () => Promise<T>): Promise<T | undefined> {
    return recordResult('a webhook delivery', { stop: stops.soon, until: lease.until, now: this.options.now }, work);
  }

  private warn({ organizationId, id }: EndpointRef, error: string): void {
    this.logger.warn(`Webhook ${id} of organization ${organizationId} has not taken an event: ${error}`);
  }
}

function stopped(error: unknown): typeof STOPPED {
  if (error instanceof StoppedError) return STOPPED;
  throw error;
}

/** The place from where on events are kept. */
function goneTo(error: unknown): number {
  if (error instanceof EventsGoneError) return error.after;
  throw error;
}
