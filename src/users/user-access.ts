import { Injectable } from '@nestjs/common';
import { SessionsService } from '../access/sessions/sessions.service.js';
import type { EventDraft } from '../events/event.js';
import type { Transaction } from '../platform/database/connection.js';
import type { ScimContext } from '../scim/protocol/scim-context.js';
import { OnWrite, type RowChange, type WriteHook } from '../scim/resource/write-hook.js';
import { hasAccepted, isActive } from './user-status.js';
import type { User } from './users.repository.js';

/** Ends what people are signed in with when they are revoked, restored or deleted. */
@Injectable()
@OnWrite({ type: 'User', order: 30 })
export class UserAccess implements WriteHook<User> {
  constructor(private readonly sessions: SessionsService) {}

  async afterWrite(
    transaction: Transaction,
    { organizationId }: ScimContext,
    changes: readonly RowChange<User>[],
  ): Promise<EventDraft[]> {
    const turned = changes.filter(({ before, after }) => before && isActive(before) !== isActive(after));
    await this.end(
      transaction,
      organizationId,
      turned.map(({ after }) => after),
    );
    return [];
  }

  async beforeDelete(transaction: Transaction, { organizationId }: ScimContext, user: User): Promise<EventDraft[]> {
    await this.end(transaction, organizationId, [user]);
    return [];
  }

  /** By revoking, for good; by restoring once more, for what an older version has left. Nobody else has anything yet. */
  private async end(transaction: Transaction, organizationId: string, people: readonly User[]): Promise<void> {
    const ids = people.filter(hasAccepted).map(({ id }) => id);
    if (ids.length > 0) await this.sessions.endAccess(transaction, organizationId, ids);
  }
}
