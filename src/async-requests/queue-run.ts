import { Injectable, Logger } from '@nestjs/common';
import { clock } from '../platform/database/clock.js';
import { newId } from '../platform/ids/new-id.js';
import { UnitOfWork } from '../platform/database/unit-of-work.js';
import { AsyncRequestsRepository } from '../scim/async/async-requests.repository.js';
import { AsyncOptions } from './async-options.js';
import type { HeldQueue } from './journal.js';
import { NotNowError, RequestRun } from './request-run.js';

/** Carries out the requests of one organization, one after the other in the order in which they were taken. */
@Injectable()
export class QueueRun {
  private readonly logger = new Logger(QueueRun.name);

  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly requests: AsyncRequestsRepository,
    private readonly requestRun: RequestRun,
    private readonly options: AsyncOptions,
  ) {}

  /** Does nothing when another process has the queue. @param stop ends it after the operation under way */
  async run(organizationId: string, stop: AbortSignal): Promise<void> {
    const until = () => clock.now() + this.options.lease;
    const queue: HeldQueue = { organizationId, id: newId(), until };
    const isHeld = await this.unitOfWork.run((transaction) =>
      this.requests.lease(transaction, queue, clock.now(), until()),
    );
    if (!isHeld) return;
    const pause = await this.carryOut(queue, stop);
    await this.unitOfWork.run((transaction) => this.requests.release(transaction, queue, clock.now() + pause));
  }

  /** @returns after how many milliseconds somebody may go on */
  private async carryOut(queue: HeldQueue, stop: AbortSignal): Promise<number> {
    const { organizationId } = queue;
    try {
      for (let count = 0; count < this.options.batch && !stop.aborted; count += 1) {
        const request = await this.unitOfWork.read((connection) => this.requests.first(connection, organizationId));
        if (!request) break;
        await this.requestRun.run(queue, request, stop);
      }
      return 0;
    } catch (error) {
      const why = error instanceof NotNowError ? error.message : String(error);
      this.logger.warn(`Requests of organization ${organizationId} that wait could not be carried out: ${why}`);
      return this.options.pause;
    }
  }
}
