import { Injectable } from '@nestjs/common';
import type { EventDraft } from '../events/event.js';
import { EventsRepository } from '../events/events.repository.js';
import { settingsIn } from '../organizations/organization-settings.js';
import type { Transaction } from '../platform/database/connection.js';
import type { ScimContext } from '../scim/protocol/scim-context.js';
import { badRequest } from '../scim/protocol/scim-error.js';
import { OnWrite, type RowChange, type WriteHook } from '../scim/resource/write-hook.js';
import { isActive } from './user-status.js';
import { type User, UsersRepository } from './users.repository.js';

/** How many active people an organization may have. */
@Injectable()
@OnWrite({ type: 'User', order: 10 })
export class SeatLimit implements WriteHook<User> {
  constructor(
    private readonly users: UsersRepository,
    private readonly events: EventsRepository,
  ) {}

  /** Once the changes are made. @throws ScimError 400 when the organization has more people now than seats */
  async afterWrite(
    transaction: Transaction,
    context: ScimContext,
    changes: readonly RowChange<User>[],
  ): Promise<EventDraft[]> {
    const { organizationId } = context;
    const { seatLimit } = settingsIn(context);
    const taken = changes.some(({ before, after }) => isActive(after) && !(before && isActive(before)));
    if (seatLimit === null || !taken) return [];
    await this.events.lock(transaction, organizationId);
    if ((await this.users.countSeats(transaction, organizationId)) > seatLimit)
      throw badRequest(
        'invalidValue',
        `All ${seatLimit} seats of this organization are taken: deactivate somebody, or let its operator raise the seat limit`,
      );
    return [];
  }
}
