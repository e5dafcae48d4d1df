import { setImmediate } from 'node:timers/promises';
import { Logger, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';

const EVERY_MS = 3_600_000;
/** Rows in one transaction, so that nobody waits long for it. */
export const AT_ONCE = 500;

/** Forgets, every hour, what is kept no longer. */
export abstract class Retention implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly logger = new Logger(this.constructor.name);
  private timer: NodeJS.Timeout | undefined;

  /** @returns how many */
  abstract forget(): Promise<number>;

  onApplicationBootstrap(): void {
    const forget = () => void this.forget().catch((error: Error) => this.logger.warn(error.message));
    this.timer = setInterval(forget, EVERY_MS).unref();
  }

  onModuleDestroy(): void {
    clearInterval(this.timer);
  }
}

/**
 * Removes rows until there are no more, and lets the process do other things in between.
 * @param step removes at most AT_ONCE and says how many
 * @returns how many in all
 */
export async function inSteps(step: () => Promise<number>): Promise<number> {
  let total = 0;
  for (let removed = AT_ONCE; removed === AT_ONCE; total += removed) {
    removed = await step();
    await setImmediate();
  }
  return total;
}
