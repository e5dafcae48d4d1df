import { Injectable } from '@nestjs/common';
import { clock } from '../../platform/database/clock.js';
import { AT_ONCE, inSteps, Retention } from '../../platform/database/retention.js';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import { AttemptsRepository } from './attempts.repository.js';
import { WINDOW_MS } from './throttle.js';

/** Deletes attempts that no longer count. */
@Injectable()
export class AttemptRetention extends Retention {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly attempts: AttemptsRepository,
  ) {
    super();
  }

  /** @returns how many */
  forget(): Promise<number> {
    const before = clock.now() - WINDOW_MS;
    return inSteps(() => this.unitOfWork.run((transaction) => this.attempts.forget(transaction, before, AT_ONCE)));
  }
}
