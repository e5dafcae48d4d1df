import { setTimeout as delay } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import { Counter, Gauge } from 'prom-client';
import { clock } from '../../platform/database/clock.js';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import { Metrics } from '../../platform/observability/metrics.js';
import { WebhookEndpointsRepository } from './webhook-endpoints.repository.js';
import { WebhookResults } from './webhook-results.js';

/** For the database: the other figures shall not wait for it. */
const PATIENCE_MS = 1_000;

/**
 * Figures of webhooks. Attempts are those of this process; what is behind is the database's, so that every process tells
 * the same of it.
 */
@Injectable()
export class WebhookMetrics {
  private readonly behind: Gauge;
  private readonly oldest: Gauge;
  /** Shared by both gauges, which are read at the same time. */
  private reading: Promise<void> | undefined;

  constructor(
    { registry }: Metrics,
    results: WebhookResults,
    private readonly unitOfWork: UnitOfWork,
    private readonly endpoints: WebhookEndpointsRepository,
  ) {
    const attempts = new Counter({
      name: 'muster_webhook_deliveries_total',
      help: 'Attempts of this process to deliver an event, by result: delivered, failed (tried again), disabled (given up).',
      labelNames: ['result'],
      registers: [registry],
    });
    results.subscribe((result) => attempts.inc({ result }));
    this.behind = new Gauge({
      name: 'muster_webhook_endpoints_behind',
      help: 'Webhooks that have events to come, the same from every process.',
      registers: [registry],
      collect: () => this.collect(),
    });
    this.oldest = new Gauge({
      name: 'muster_webhook_oldest_undelivered_seconds',
      help: 'Age of the oldest event that a webhook has not got, the same from every process; 0 when there is none.',
      registers: [registry],
      collect: () => this.collect(),
    });
  }

  private collect(): Promise<void> {
    this.reading ??= this.read().finally(() => (this.reading = undefined));
    return this.reading;
  }

  /** They tell what they told before while the database is away. */
  private async read(): Promise<void> {
    const read = this.unitOfWork.read((connection) => this.endpoints.backlog(connection));
    const backlog = await Promise.race([read, delay(PATIENCE_MS, undefined, { ref: false })]).catch(() => undefined);
    if (!backlog) return;
    this.behind.set(backlog.endpoints);
    this.oldest.set(backlog.oldest === null ? 0 : Math.max(0, clock.now() - backlog.oldest) / 1_000);
  }
}
