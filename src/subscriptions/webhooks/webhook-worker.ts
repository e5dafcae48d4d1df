import { setTimeout as delay } from 'node:timers/promises';
import { Injectable, Logger, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { Migrator } from '../../platform/database/migrator.js';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import { type Work, WorkLoop } from '../../platform/work-loop.js';
import { type CommitListener, OnCommit } from '../../events/committed-events.js';
import { DeliveryOptions } from './delivery-options.js';
import { EndpointDelivery } from './endpoint-delivery.js';
import { type EndpointRef, WebhookEndpointsRepository } from './webhook-endpoints.repository.js';

/** Organizations that are looked at in one statement because they were changed here. */
const MAX_CHANGED = 200;
/** Endpoints that one look brings: more than there is room for, so that those of one organization hide no others. */
const MAX_FOUND = 256;

/** Finds endpoints that have events to come, and gives each its turns, beside workers in other processes. */
@Injectable()
@OnCommit()
export class WebhookWorker implements CommitListener, OnApplicationBootstrap, OnModuleDestroy, Work<EndpointRef> {
  readonly name = 'webhook deliveries';
  readonly pollInterval: number;
  private readonly logger = new Logger(WebhookWorker.name);
  private readonly loop: WorkLoop<EndpointRef>;
  private readonly stopsNow = new AbortController();
  /** Organizations whose endpoints may have become due since the last look. */
  private readonly changed = new Set<string>();
  private wholeLookAt = 0;
  private hasLeftOut = false;

  constructor(
    private readonly unitOfWork: UnitOfWork,
    migrator: Migrator,
    private readonly endpoints: WebhookEndpointsRepository,
    private readonly delivery: EndpointDelivery,
    private readonly options: DeliveryOptions,
  ) {
    this.pollInterval = options.pollInterval;
    this.loop = new WorkLoop(this, migrator);
  }

  onApplicationBootstrap(): void {
    this.loop.start();
  }

  onCommit(organizationId: string): void {
    this.changed.add(organizationId);
    this.loop.wake();
  }

  /** Before the database goes: begins nothing more, and gives what is under way a moment to end. */
  async onModuleDestroy(): Promise<void> {
    const timer = setTimeout(() => this.stopsNow.abort(), this.options.grace);
    await this.loop.stop();
    clearTimeout(timer);
  }

  /** All that is due, once an interval; what was changed here, as soon as nothing else waits for the database. */
  async find(underWay: readonly EndpointRef[]): Promise<EndpointRef[]> {
    const { coalescing, concurrency, now, pollInterval } = this.options;
    await delay(coalescing, undefined, { signal: this.loop.stopSignal }).catch(() => undefined);
    const isWhole = performance.now() >= this.wholeLookAt;
    const someChanged = [...this.changed].slice(0, MAX_CHANGED);
    if (underWay.length >= concurrency || this.loop.stopSignal.aborted) return [];
    if (!isWhole && (someChanged.length === 0 || this.unitOfWork.isCrowded)) return [];
    if (isWhole) {
      this.changed.clear();
      this.hasLeftOut = false;
      this.wholeLookAt = performance.now() + pollInterval;
    } else for (const id of someChanged) this.changed.delete(id);
    return this.unitOfWork.read((connection) =>
      this.endpoints.behind(connection, now(), MAX_FOUND, isWhole ? undefined : someChanged),
    );
  }

  hasRoom({ organizationId, id }: EndpointRef, underWay: readonly EndpointRef[]): boolean {
    const { concurrency, perOrganization } = this.options;
    const ofOrganization = underWay.filter((one) => one.organizationId === organizationId);
    const hasRoom =
      underWay.length < concurrency &&
      ofOrganization.length < perOrganization &&
      !ofOrganization.some((one) => one.id === id);
    if (!hasRoom) this.hasLeftOut = true;
    return hasRoom;
  }

  async carryOut(ref: EndpointRef): Promise<void> {
    try {
      await this.delivery.run(ref, { soon: this.loop.stopSignal, now: this.stopsNow.signal });
    } catch (error) {
      this.logger.warn(`Webhook ${ref.id} could not be delivered to: ${(error as Error).message}`);
    }
    if (this.hasLeftOut) this.wholeLookAt = 0;
    this.changed.add(ref.organizationId);
  }
}
