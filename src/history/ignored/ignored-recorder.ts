import { Injectable, Logger } from '@nestjs/common';
import { ForeignKeyViolationError } from '../../platform/database/database-errors.js';
import { PeriodicWriter } from '../../platform/database/periodic-writer.js';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import { type IgnoredCount, IgnoredCounts, type LeftOut } from './ignored-counts.js';
import { IgnoredNamesRepository } from './ignored-names.repository.js';

/** Counts what was left out of requests, for their organizations. */
@Injectable()
export class IgnoredRecorder extends PeriodicWriter {
  private readonly logger = new Logger(IgnoredRecorder.name);
  private readonly counts = new IgnoredCounts();

  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly names: IgnoredNamesRepository,
  ) {
    super();
  }

  /** Counts what was left out of one request. @param time in milliseconds since 1970 */
  record(organizationId: string, keyId: string, time: number, leftOut: readonly LeftOut[]): void {
    this.counts.count(organizationId, keyId, time, leftOut);
  }

  protected async write(): Promise<void> {
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
