import { setTimeout as delay } from 'node:timers/promises';
import { Injectable, Logger, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { ForeignKeyViolationError } from '../../platform/database/database-errors.js';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import { type IgnoredCount, IgnoredCounts, type LeftOut } from './ignored-counts.js';
import { IgnoredNamesRepository } from './ignored-names.repository.js';

const EVERY_MS = 5_000;
/** At the end of the process. */
const LAST_PATIENCE_MS = 5_000;

/**
 * Counts what was left out of requests, for their organizations. Until it is written it waits in memory, so that a request
 * waits for no other; a process that dies loses the last seconds.
 */
@Injectable()
export class IgnoredRecorder implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly logger = new Logger(IgnoredRecorder.name);
  private readonly counts = new IgnoredCounts();
  private timer: NodeJS.Timeout | undefined;
  private writing = Promise.resolve();

  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly names: IgnoredNamesRepository,
  ) {}

  onApplicationBootstrap(): void {
    this.timer = setInterval(() => void this.flush(), EVERY_MS).unref();
  }

  /** Before the database goes. */
  async onModuleDestroy(): Promise<void> {
    clearInterval(this.timer);
    await Promise.race([this.flush(), delay(LAST_PATIENCE_MS, undefined, { ref: false })]);
  }

  /** Of one request. @param time in milliseconds since 1970 */
  record(organizationId: string, keyId: string, time: number, leftOut: readonly LeftOut[]): void {
    this.counts.count(organizationId, keyId, time, leftOut);
  }

  /** Writes what was counted. Never rejects: what could not be written still waits. */
  flush(): Promise<void> {
    this.writing = this.writing.then(() => this.write());
    return this.writing;
  }

  private async write(): Promise<void> {
    for (const counts of this.counts.drain()) {
      const { organizationId } = counts[0]!;
      await this.unitOfWork
        .run((transaction) => this.names.add(transaction, organizationId, counts))
        .catch((error: Error) => this.keep(counts, error));
    }
  }

  private keep(counts: readonly IgnoredCount[], error: Error): void {
    if (error instanceof ForeignKeyViolationError) return;
    for (const count of counts) this.counts.add(count);
    this.logger.warn(`Names that were left out of requests could not be counted yet: ${error.message}`);
  }
}
