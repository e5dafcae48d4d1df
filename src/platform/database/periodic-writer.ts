import { setTimeout as delay } from 'node:timers/promises';
import type { OnApplicationBootstrap, OnModuleDestroy } from '@nestjs/common';

const EVERY_MS = 5_000;
/** At the end of the process. */
const LAST_PATIENCE_MS = 5_000;

/**
 * Writes every few seconds what waits in memory, so that requests wait for no write of it. A process that dies loses what
 * was not written yet.
 */
export abstract class PeriodicWriter implements OnApplicationBootstrap, OnModuleDestroy {
  private timer: NodeJS.Timeout | undefined;
  private writing = Promise.resolve();

  onApplicationBootstrap(): void {
    this.timer = setInterval(() => void this.flush(false), EVERY_MS).unref();
  }

  /** Before the database goes. */
  async onModuleDestroy(): Promise<void> {
    clearInterval(this.timer);
    await Promise.race([this.flush(), delay(LAST_PATIENCE_MS, undefined, { ref: false })]);
  }

  /** Writes after what is being written. Never rejects: what could not be written still waits. */
  flush(isLast = true): Promise<void> {
    this.writing = this.writing.then(() => this.write(isLast));
    return this.writing;
  }

  /** Does not reject. @param isLast whether to write what could still grow */
  protected abstract write(isLast: boolean): Promise<void>;
}
