import { Injectable, Logger, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { clock } from '../platform/database/clock.js';
import { Migrator } from '../platform/database/migrator.js';
import { UnitOfWork } from '../platform/database/unit-of-work.js';
import { Pause } from '../platform/pause.js';
import { AsyncRequestsRepository } from '../scim/async/async-requests.repository.js';
import { AsyncRequestsService } from '../scim/async/async-requests.service.js';
import { AsyncOptions } from './async-options.js';
import { QueueTurn } from './queue-turn.js';

/** Finds organizations whose requests wait to be carried out, and gives each its turns, beside workers in other processes. */
@Injectable()
export class AsyncWorker implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly logger = new Logger(AsyncWorker.name);
  private readonly stopping = new AbortController();
  /** By the organization. */
  private readonly turns = new Map<string, Promise<void>>();
  private readonly pause = new Pause();
  private running: Promise<void> | undefined;

  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly migrator: Migrator,
    private readonly requests: AsyncRequestsRepository,
    private readonly turn: QueueTurn,
    private readonly options: AsyncOptions,
    accepted: AsyncRequestsService,
  ) {
    accepted.subscribe(() => this.pause.end());
  }

  onApplicationBootstrap(): void {
    this.running ??= this.run();
  }

  /** Before the database goes: begins nothing more, and lets the operations under way end. */
  async onModuleDestroy(): Promise<void> {
    this.stopping.abort();
    this.pause.end();
    await this.running;
    await Promise.all(this.turns.values());
  }

  private async run(): Promise<void> {
    const { signal } = this.stopping;
    while (!signal.aborted) {
      this.pause.begin();
      for (const organizationId of await this.look()) this.begin(organizationId);
      if (signal.aborted) break;
      await this.pause.last(this.options.pollInterval);
    }
  }

  private async look(): Promise<string[]> {
    const { concurrency } = this.options;
    if (this.turns.size >= concurrency) return [];
    try {
      if (!(await this.migrator.current())) return [];
      return await this.unitOfWork.read((connection) => this.requests.due(connection, clock.now(), concurrency));
    } catch (error) {
      this.logger.warn(`Could not poll the request queue: ${(error as Error).message}`);
      return [];
    }
  }

  private begin(organizationId: string): void {
    if (this.turns.size >= this.options.concurrency || this.turns.has(organizationId)) return;
    const turn = this.turn.run(organizationId, this.stopping.signal).then(
      () => this.ended(organizationId, true),
      (error: Error) => {
        this.logger.warn(`Requests that wait could not be carried out: ${error.message}`);
        this.ended(organizationId, false);
      },
    );
    this.turns.set(organizationId, turn);
  }

  private ended(organizationId: string, isLookedOnAtOnce: boolean): void {
    this.turns.delete(organizationId);
    if (isLookedOnAtOnce) this.pause.end();
  }
}
