import { Injectable, Logger, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { Configuration } from '../config/configuration.js';
import { UnitOfWork } from '../database/unit-of-work.js';
import { Channels } from './channels.js';
import { OutboxRepository } from './outbox.repository.js';

const DAY_MS = 86_400_000;
const EVERY_MS = 3_600_000;
/** In one transaction, so that nobody waits long for it. */
const AT_ONCE = 500;

/** Forgets messages that went out or were called back long ago. Those that wait or were given up stay. */
@Injectable()
export class OutboxRetention implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly logger = new Logger(OutboxRetention.name);
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly configuration: Configuration,
    private readonly unitOfWork: UnitOfWork,
    private readonly channels: Channels,
    private readonly outbox: OutboxRepository,
  ) {}

  onApplicationBootstrap(): void {
    const forget = () => void this.forget().catch((error: Error) => this.logger.warn(error.message));
    this.timer = setInterval(forget, EVERY_MS).unref();
  }

  onModuleDestroy(): void {
    clearInterval(this.timer);
  }

  /** @returns how many */
  async forget(): Promise<number> {
    const before = Date.now() - this.configuration.OUTBOX_RETENTION_DAYS * DAY_MS;
    let total = 0;
    for (const { name } of this.channels.all)
      for (const state of ['sent', 'withdrawn'] as const)
        for (let forgotten = AT_ONCE; forgotten === AT_ONCE; total += forgotten)
          forgotten = await this.unitOfWork.run((transaction) =>
            this.outbox.forget(transaction, name, state, before, AT_ONCE),
          );
    return total;
  }
}
