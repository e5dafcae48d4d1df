import { setTimeout as delay } from 'node:timers/promises';
import { Logger } from '@nestjs/common';
import type { Migrator } from './database/migrator.js';

/** Between attempts to record a result while the database is away. */
const RETRY_MS = 1_000;

/** What a `WorkLoop` looks for and does. */
export interface Work<Item> {
  /** In the log: "Could not look for …". */
  readonly name: string;
  /** Milliseconds between two looks, unless the loop is woken. */
  readonly pollInterval: number;
  /** Finds what is due. @param underWay what was begun and has not ended */
  find(underWay: readonly Item[]): Promise<readonly Item[]>;
  /** Whether an item that was found can be begun beside the others. Left out, all are. */
  hasRoom?(item: Item, underWay: readonly Item[]): boolean;
  /** Looked for again at once when it resolves, after the interval when it rejects. */
  carryOut(item: Item): Promise<void>;
}

/**
 * Looks for work in the database and begins it, beside loops in other processes, until it is stopped. It looks again after an
 * interval, when something that it began has ended, and when it is woken.
 */
export class WorkLoop<Item> {
  private readonly logger = new Logger(WorkLoop.name);
  private readonly stopping = new AbortController();
  private readonly begun = new Map<Promise<void>, Item>();
  private running: Promise<void> | undefined;
  private isWoken = false;
  private endPause = (): void => {};

  constructor(
    private readonly work: Work<Item>,
    private readonly migrator: Migrator,
  ) {}

  /** Aborted when the loop is stopped. */
  get stopSignal(): AbortSignal {
    return this.stopping.signal;
  }

  start(): void {
    this.running ??= this.run();
  }

  /** Says that there may be work. */
  wake(): void {
    this.isWoken = true;
    this.endPause();
  }

  /** Begins nothing more. Resolves when what was begun has ended. */
  async stop(): Promise<void> {
    this.stopping.abort();
    this.wake();
    await this.running;
    await Promise.all(this.begun.keys());
  }

  private async run(): Promise<void> {
    while (!this.stopSignal.aborted) {
      this.isWoken = false;
      for (const item of await this.find()) this.begin(item);
      await this.pause();
    }
  }

  private get underWay(): Item[] {
    return [...this.begun.values()];
  }

  private async find(): Promise<readonly Item[]> {
    try {
      return (await this.migrator.current()) ? await this.work.find(this.underWay) : [];
    } catch (error) {
      this.logger.warn(`Could not look for ${this.work.name}: ${(error as Error).message}`);
      return [];
    }
  }

  private begin(item: Item): void {
    if (this.work.hasRoom?.(item, this.underWay) === false) return;
    const ended: Promise<void> = this.work.carryOut(item).then(
      () => {
        this.begun.delete(ended);
        this.wake();
      },
      (error: Error) => {
        this.begun.delete(ended);
        this.logger.warn(`Could not go on with ${this.work.name}: ${error.message}`);
      },
    );
    this.begun.set(ended, item);
  }

  /** Keeps no process alive. */
  private async pause(): Promise<void> {
    if (this.isWoken) return;
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, this.work.pollInterval).unref();
      this.endPause = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }
}

/**
 * Records the result of work that is done, again and again while the database is away: what is not recorded is done again when
 * its lease has ended.
 * @param stop after it, one more failure ends the attempts
 * @param until when the lease ends, in milliseconds since 1970
 * @returns undefined when it could not be recorded
 */
export async function recordResult<T>(
  name: string,
  { stop, until, now }: { readonly stop: AbortSignal; readonly until: number; readonly now: () => number },
  record: () => Promise<T>,
): Promise<T | undefined> {
  for (;;) {
    try {
      return await record();
    } catch (error) {
      if (stop.aborted || now() + RETRY_MS > until) {
        new Logger(WorkLoop.name).error(`Could not record the result of ${name}: ${String(error)}`);
        return undefined;
      }
      await delay(RETRY_MS);
    }
  }
}
