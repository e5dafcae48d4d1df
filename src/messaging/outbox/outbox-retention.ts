import { Injectable } from '@nestjs/common';
import { Configuration } from '../../platform/config/configuration.js';
import { clock } from '../../platform/database/clock.js';
import { AT_ONCE, inSteps, Retention } from '../../platform/database/retention.js';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import { Channels } from './channels.js';
import { OutboxRepository } from './outbox.repository.js';
import { DAY_MS } from '../../platform/time.js';

/** Forgets messages that went out or were called back long ago. Those that wait or were given up stay. */
@Injectable()
export class OutboxRetention extends Retention {
  constructor(
    private readonly configuration: Configuration,
    private readonly unitOfWork: UnitOfWork,
    private readonly channels: Channels,
    private readonly outbox: OutboxRepository,
  ) {
    super();
  }

  /** @returns how many */
  async forget(): Promise<number> {
    const before = clock.now() - this.configuration.OUTBOX_RETENTION_DAYS * DAY_MS;
    let total = 0;
    for (const { name } of this.channels.all)
      for (const state of ['sent', 'withdrawn'] as const)
        total += await inSteps(() =>
          this.unitOfWork.run((transaction) => this.outbox.forget(transaction, name, state, before, AT_ONCE)),
        );
    return total;
  }
}
