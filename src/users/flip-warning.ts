import { Injectable } from '@nestjs/common';
import type { EventDraft } from '../events/event.js';
import type { Transaction } from '../platform/database/connection.js';
import type { ScimContext } from '../scim/protocol/scim-context.js';
import { OnWrite, type RowChange, type WriteHook } from '../scim/resource/write-hook.js';
import { isActive, QUICK_FLIP_MS } from './user-status.js';
import type { User } from './users.repository.js';

/** Warns of an `active` that is turned back at once, once that is committed. */
@Injectable()
@OnWrite({ type: 'User', order: 80 })
export class FlipWarning implements WriteHook<User> {
  async afterWrite(
    transaction: Transaction,
    context: ScimContext,
    changes: readonly RowChange<User>[],
  ): Promise<EventDraft[]> {
    if (changes.some(isFlippedBack)) transaction.onCommit(() => context.warn?.('flipped_back'));
    return [];
  }
}

/** A request that was sent before another one and arrived after it is not told from one that was meant. */
function isFlippedBack({ before, after }: RowChange<User>): boolean {
  if (!before || isActive(before) === isActive(after) || before.activeChangedAt === null) return false;
  return after.activeChangedAt! - before.activeChangedAt < QUICK_FLIP_MS;
}
