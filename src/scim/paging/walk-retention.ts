import { Injectable } from '@nestjs/common';
import { clock } from '../../platform/database/clock.js';
import { AT_ONCE, inSteps, Retention } from '../../platform/database/retention.js';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import { WalksRepository } from './walks.repository.js';

/** Forgets walks that nobody went on with. */
@Injectable()
export class WalkRetention extends Retention {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly walks: WalksRepository,
  ) {
    super();
  }

  /** @returns how many */
  forget(): Promise<number> {
    const now = clock.now();
    return inSteps(() => this.unitOfWork.run((transaction) => this.walks.forget(transaction, now, AT_ONCE)));
  }
}
