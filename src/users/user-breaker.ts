import { Injectable } from '@nestjs/common';
import { BreakerService, type Judgement, type People } from '../breaker/breaker.service.js';
import type { Connection, Transaction } from '../platform/database/connection.js';
import type { EventDraft } from '../events/event.js';
import { EventsRepository } from '../events/events.repository.js';
import type { ScimContext } from '../scim/protocol/scim-context.js';
import { ScimError } from '../scim/protocol/scim-error.js';
import { OnWrite, type RowChange, type WriteHook } from '../scim/resource/write-hook.js';
import { isActive } from './user-status.js';
import { type User, UsersRepository } from './users.repository.js';
import { settingsIn } from '../organizations/organization-settings.js';

/** Short, so that whatever the identity provider has to say of others does not wait behind it. */
const RETRY_AFTER_S = '30';

/** Asks the breaker before an identity provider takes somebody's access away, by deactivating or deleting. */
@Injectable()
@OnWrite({ type: 'User', order: 50 })
export class UserBreaker implements WriteHook<User> {
  constructor(
    private readonly breaker: BreakerService,
    private readonly users: UsersRepository,
    private readonly events: EventsRepository,
  ) {}

  /** @returns events of what the breaker did; the error to answer with when the removal is held, which is noted then */
  async guardChange(
    transaction: Transaction,
    context: ScimContext,
    before: User,
    after: User | undefined,
  ): Promise<readonly EventDraft[] | ScimError> {
    const isRemoval = isActive(before) && !(after && isActive(after));
    if (context.actor.kind !== 'key' || !isRemoval) return [];
    const { id: userId, isHeld } = before;
    const request = { userId, kind: after ? 'deactivate' : 'delete', isHeld } as const;
    const people = this.peopleOf(transaction, context.organizationId);
    const judgement = await this.breaker.judge(transaction, context, request, people);
    if (!judgement.isHeld) return judgement.drafts;
    if (!isHeld) await this.users.setHeld(transaction, before);
    await this.events.append(transaction, context, judgement.drafts);
    return heldError(context, judgement);
  }

  /** Once people are changed: those who are no longer held are forgotten. */
  async afterWrite(
    transaction: Transaction,
    _context: ScimContext,
    changes: readonly RowChange<User>[],
  ): Promise<EventDraft[]> {
    for (const { before, after } of changes)
      if (before?.isHeld && !after.isHeld) await this.breaker.forget(transaction, after.organizationId, after.id);
    return [];
  }

  /** What the breaker asks of them. */
  peopleOf(connection: Connection, organizationId: string): People {
    return { countActive: () => this.users.countActive(connection, organizationId) };
  }
}

function heldError(context: ScimContext, { passed, limit, people }: Judgement): ScimError {
  const { organizationId } = context;
  const { breakerMinutes: minutes } = settingsIn(context);
  return new ScimError(
    429,
    `Held by the breaker of this organization, which lets ${limit} of ${people} people be deactivated or deleted in ${minutes} minutes (${passed} were): this user keeps access until the organization's operator decides, with "muster breaker release ${organizationId} --all" if it is right, or with "muster breaker discard ${organizationId} --all" if it is a mistake`,
    undefined,
    { 'Retry-After': RETRY_AFTER_S },
  );
}
