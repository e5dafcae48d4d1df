import { Injectable } from '@nestjs/common';
import { clock } from '../../database/clock.js';
import { AT_ONCE, inSteps, Retention } from '../../database/retention.js';
import { UnitOfWork } from '../../database/unit-of-work.js';
import { REMEMBERED_MS } from './idempotency-keys.js';
import { IdempotencyKeysRepository } from './idempotency-keys.repository.js';

/** Forgets requests that nobody may repeat any more. */
@Injectable()
export class IdempotencyRetention extends Retention {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly keys: IdempotencyKeysRepository,
  ) {
    super();
  }

  /** @returns how many */
  forget(): Promise<number> {
    const before = clock.now() - REMEMBERED_MS;
    return inSteps(() => this.unitOfWork.run((transaction) => this.keys.forget(transaction, before, AT_ONCE)));
  }
}
