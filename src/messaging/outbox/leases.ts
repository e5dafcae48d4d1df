import { Injectable } from '@nestjs/common';
import { clock } from '../../platform/database/clock.js';
import { newId } from '../../platform/ids/new-id.js';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import type { OutgoingMessage } from './channel.js';
import { type LeasedMessage, type LeaseTerms, type AttemptResult, OutboxRepository } from './outbox.repository.js';

/** Messages that nobody else sends until then. */
export interface Lease extends LeaseTerms {
  readonly messages: readonly LeasedMessage[];
}

/** Shares the messages that are due among all processes on the database. */
@Injectable()
export class Leases {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly outbox: OutboxRepository,
  ) {}

  /** @param duration in milliseconds @returns undefined when nothing is due, or when others have it all */
  async take(channel: string, limit: number, duration: number): Promise<Lease | undefined> {
    const now = clock.now();
    if (!(await this.unitOfWork.read((connection) => this.outbox.isAnyDue(connection, channel, now)))) return undefined;
    const terms: LeaseTerms = { id: newId(), channel, until: now + duration };
    const messages = await this.unitOfWork.run(async (transaction) => {
      const taken = await this.outbox.lease(transaction, terms, now, limit);
      return taken === 0 ? [] : this.outbox.leased(transaction, terms);
    });
    return messages.length === 0 ? undefined : { ...terms, messages };
  }

  /** Records what an attempt came to. @returns false when the lease is somebody else's by now */
  record(terms: LeaseTerms, message: OutgoingMessage, result: AttemptResult): Promise<boolean> {
    return this.unitOfWork.run((transaction) => this.outbox.record(transaction, terms, message, result, clock.now()));
  }

  /** Gives back messages that were not begun. */
  async release(terms: LeaseTerms, messages: readonly OutgoingMessage[]): Promise<void> {
    if (messages.length === 0) return;
    await this.unitOfWork.run((transaction) => this.outbox.release(transaction, terms, messages, clock.now()));
  }
}
