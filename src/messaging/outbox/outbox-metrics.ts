import { setTimeout as delay } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import { Counter, Gauge } from 'prom-client';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import { Channels } from './channels.js';
import { Deliveries } from './deliveries.js';
import { OutboxRepository } from './outbox.repository.js';
import { Metrics } from '../../platform/observability/metrics.js';

/** For the database: the other figures shall not wait for it. */
const PATIENCE_MS = 1_000;

/**
 * Figures of what goes out. Attempts are those of this process; what waits is the database's, so that every process
 * tells the same of it.
 */
@Injectable()
export class OutboxMetrics {
  constructor(
    { registry }: Metrics,
    deliveries: Deliveries,
    private readonly unitOfWork: UnitOfWork,
    private readonly channels: Channels,
    private readonly outbox: OutboxRepository,
  ) {
    const attempts = new Counter({
      name: 'muster_outbox_deliveries_total',
      help: 'Attempts of this process to send a message, by channel and result: sent, failed (tried again), dead (given up).',
      labelNames: ['channel', 'result'],
      registers: [registry],
    });
    deliveries.subscribe((channel, result) => attempts.inc({ channel, result }));
    const messages: Gauge<'channel' | 'state'> = new Gauge({
      name: 'muster_outbox_messages',
      help: 'Messages in the database by channel and state, the same from every process: waiting, dead (given up).',
      labelNames: ['channel', 'state'],
      registers: [registry],
      collect: () => this.collect(messages),
    });
  }

  /** Tells nothing of it while the database is away. */
  private async collect(messages: Gauge<'channel' | 'state'>): Promise<void> {
    messages.reset();
    for (const { name: channel } of this.channels.all) {
      const read = this.unitOfWork.read((connection) => this.outbox.backlog(connection, channel));
      const backlog = await Promise.race([read, delay(PATIENCE_MS, undefined, { ref: false })]).catch(() => undefined);
      if (!backlog) return;
      messages.set({ channel, state: 'waiting' }, backlog.waiting);
      messages.set({ channel, state: 'dead' }, backlog.dead);
    }
  }
}
