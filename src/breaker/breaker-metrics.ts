import { setTimeout as delay } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import { Counter, Gauge } from 'prom-client';
import { HeldRemovalsRepository } from './held-removals.repository.js';
import { UnitOfWork } from '../platform/database/unit-of-work.js';
import { type CommitListener, OnCommit } from '../events/committed-events.js';
import type { EventDraft } from '../events/event.js';
import { Metrics } from '../platform/observability/metrics.js';

/** For the database: the other figures shall not wait for it. */
const PATIENCE_MS = 1_000;

/** Figures of the breakers of all organizations. Trips are those that this process saw; what waits is the database's. */
@Injectable()
@OnCommit()
export class BreakerMetrics implements CommitListener {
  private readonly trips: Counter;

  constructor(
    { registry }: Metrics,
    private readonly unitOfWork: UnitOfWork,
    private readonly held: HeldRemovalsRepository,
  ) {
    this.trips = new Counter({
      name: 'muster_breaker_trips_total',
      help: 'Trips of breakers in this process: more people were deactivated or deleted than an organization lets pass.',
      registers: [registry],
    });
    const removals: Gauge = new Gauge({
      name: 'muster_breaker_held',
      help: 'People in the database whose removal is held until an operator decides, the same from every process.',
      registers: [registry],
      collect: () => this.collect(removals),
    });
  }

  onCommit(_organizationId: string, drafts: readonly EventDraft[]): void {
    this.trips.inc(drafts.filter(({ type }) => type === 'breaker.tripped').length);
  }

  /** Tells nothing of it while the database is away. */
  private async collect(removals: Gauge): Promise<void> {
    removals.reset();
    const read = this.unitOfWork.read((connection) => this.held.count(connection));
    const held = await Promise.race([read, delay(PATIENCE_MS, undefined, { ref: false })]).catch(() => undefined);
    if (held === undefined) removals.remove();
    else removals.set(held);
  }
}
