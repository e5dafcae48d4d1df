import { setTimeout as delay } from 'node:timers/promises';
import { Injectable, Logger, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { Migrator } from '../../platform/database/migrator.js';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import { CommittedEvents } from '../../events/committed-events.js';
import { Pause } from '../../platform/pause.js';
import { DeliveryOptions } from './delivery-options.js';
import { EndpointTurn } from './endpoint-turn.js';
import { type EndpointRef, WebhookEndpointsRepository } from './webhook-endpoints.repository.js';

/** Of organizations that are looked at in one statement because they were changed here. */
const MAX_CHANGED = 200;
/** Endpoints that one look brings: more than there is room for, so that those of one organization hide no others. */
const MAX_FOUND = 256;

/** Finds endpoints that have events to come, and gives each its turns, beside workers in other processes. */
@Injectable()
export class WebhookWorker implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly logger = new Logger(WebhookWorker.name);
  private readonly stopsSoon = new AbortController();
  private readonly stopsNow = new AbortController();
  private readonly turns = new Map<Promise<void>, EndpointRef>();
  /** Organizations whose endpoints may have become due since the last look. */
  private readonly changed = new Set<string>();
  private readonly pause = new Pause();
  private wholeLookAt = 0;
  private hasLeftOut = false;
  private running: Promise<void> | undefined;

  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly migrator: Migrator,
    private readonly endpoints: WebhookEndpointsRepository,
    private readonly committed: CommittedEvents,
    private readonly turn: EndpointTurn,
    private readonly options: DeliveryOptions,
  ) {}

  onApplicationBootstrap(): void {
    this.committed.subscribe((organizationId) => this.wake(organizationId));
    this.running ??= this.run();
  }

  /** Before the database goes: begins nothing more, and gives what is under way a moment to end. */
  async onModuleDestroy(): Promise<void> {
    this.stopsSoon.abort();
    this.pause.end();
    await this.running;
    const timer = setTimeout(() => this.stopsNow.abort(), this.options.grace);
    await Promise.all(this.turns.keys());
    clearTimeout(timer);
  }

  private get isStopping(): boolean {
    return this.stopsSoon.signal.aborted;
  }

  private wake(organizationId: string): void {
    if (this.isStopping) return;
    this.changed.add(organizationId);
    this.pause.end();
  }

  private async run(): Promise<void> {
    while (!this.isStopping) {
      this.pause.begin();
      for (const ref of await this.look()) this.begin(ref);
      await this.rest();
    }
  }

  /** All that is due, once an interval; what was changed here, as soon as nothing else waits for the database. */
  private async look(): Promise<EndpointRef[]> {
    const isWhole = performance.now() >= this.wholeLookAt;
    const someChanged = [...this.changed].slice(0, MAX_CHANGED);
    if (this.turns.size >= this.options.concurrency) return [];
    if (!isWhole && (someChanged.length === 0 || this.unitOfWork.isCrowded)) return [];
    if (isWhole) {
      this.changed.clear();
      this.hasLeftOut = false;
      this.wholeLookAt = performance.now() + this.options.pollInterval;
    } else for (const id of someChanged) this.changed.delete(id);
    try {
      if (!(await this.migrator.current())) return [];
      return await this.unitOfWork.read((connection) =>
        this.endpoints.behind(connection, this.options.now(), MAX_FOUND, isWhole ? undefined : someChanged),
      );
    } catch (error) {
      this.logger.warn(`No webhook could be looked at: ${(error as Error).message}`);
      return [];
    }
  }

  private begin(ref: EndpointRef): void {
    if (!this.hasRoomFor(ref)) {
      this.hasLeftOut = true;
      return;
    }
    const turn: Promise<void> = this.turn
      .run(ref, { soon: this.stopsSoon.signal, now: this.stopsNow.signal })
      .catch((error: Error) => this.logger.warn(`Webhook ${ref.id} could not be delivered to: ${error.message}`))
      .then(() => this.ended(turn, ref));
    this.turns.set(turn, ref);
  }

  private hasRoomFor({ organizationId, id }: EndpointRef): boolean {
    const { concurrency, perOrganization } = this.options;
    const ofOrganization = [...this.turns.values()].filter((one) => one.organizationId === organizationId);
    if (this.turns.size >= concurrency || ofOrganization.length >= perOrganization) return false;
    return !ofOrganization.some((one) => one.id === id);
  }

  private ended(turn: Promise<void>, { organizationId }: EndpointRef): void {
    this.turns.delete(turn);
    if (this.hasLeftOut) this.wholeLookAt = 0;
    this.wake(organizationId);
  }

  /** Until the next look is due, or something was committed in this process since the last one. */
  private async rest(): Promise<void> {
    await this.pause.last(this.options.pollInterval);
    await delay(this.options.coalescing);
  }
}
