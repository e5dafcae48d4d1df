import { Injectable } from '@nestjs/common';
import { ConflictError, UniqueViolationError } from '../../platform/database/database-errors.js';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import { MembershipHistoryRepository } from './membership-history.repository.js';

/** Events that one transaction reads, so that nobody waits long for it. */
const AT_ONCE = 200;

/**
 * Who was put into which group, and taken out of it, by person. Made from events after they were committed, so that a
 * change of a group costs nothing for it; each event is read once, by whichever process comes first.
 */
@Injectable()
export class MembershipHistory {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly repository: MembershipHistoryRepository,
  ) {}

  /**
   * Reads the events that are there by now.
   * @param steps at most so many times some hundred events @returns whether none is left
   */
  async catchUp(organizationId: string, steps: number): Promise<boolean> {
    for (let step = 0; step < steps; step += 1) {
      const { done, last } = await this.unitOfWork.read((connection) =>
        this.repository.progress(connection, organizationId),
      );
      if (done >= last) return true;
      await this.step(organizationId, last);
    }
    return false;
  }

  /** Where another process is at it, that one reads on. */
  private async step(organizationId: string, last: number): Promise<void> {
    await this.unitOfWork
      .once(async (transaction) => {
        const done = await this.repository.lock(transaction, organizationId);
        const upTo = Math.min(last, done + AT_ONCE);
        if (upTo > done) await this.repository.readOn(transaction, organizationId, done, upTo);
      })
      .catch((error: unknown) => {
        if (!(error instanceof ConflictError || error instanceof UniqueViolationError)) throw error;
      });
  }
}
