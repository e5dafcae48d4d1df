import { Injectable } from '@nestjs/common';
import { clock } from '../../platform/database/clock.js';
import type { Transaction } from '../../platform/database/connection.js';
import { isProvider } from '../../events/actor.js';
import type { EventDraft } from '../../events/event.js';
import { EventsRepository } from '../../events/events.repository.js';
import type { ScimContext } from '../../scim/protocol/scim-context.js';
import { badRequest, ScimError } from '../../scim/protocol/scim-error.js';
import { OnWrite, type RowChange, type WriteHook } from '../../scim/resource/write-hook.js';
import { isActive } from '../user-status.js';
import type { User } from '../users.repository.js';
import { decisionOf, needsAdoption, wishOf } from './adoption-decision.js';
import type { Adoption, AdoptionWish } from './adoption.entity.js';
import { AdoptionsRepository, withWish } from './adoptions.repository.js';
import { settingsIn } from '../../organizations/organization-settings.js';

/** What the identity provider asked for, as its answer names it. */
const WORDS: Readonly<Record<AdoptionWish, string>> = {
  link: 'change',
  changeAddress: 'change',
  restore: 'reactivate',
  deactivate: 'deactivate',
  delete: 'delete',
};

/**
 * Decides whether an identity provider may write people whom an admin created. It can always read them; the organization's
 * setting `adoption` and its admins decide when it may write them. Whom an admin has revoked before they were linked, it
 * restores only once an admin has agreed.
 */
@Injectable()
@OnWrite({ type: 'User', order: 40 })
export class AdoptionRule implements WriteHook<User> {
  constructor(
    private readonly adoptions: AdoptionsRepository,
    private readonly events: EventsRepository,
  ) {}

  /**
   * @returns the error to refuse the write with, after recording the request for an admin
   * @throws ScimError 400 mutability when linking would change userName or address as well
   */
  async guardChange(
    transaction: Transaction,
    context: ScimContext,
    before: User,
    after: User | undefined,
  ): Promise<EventDraft[] | ScimError> {
    const { organizationId, actor } = context;
    const { adoption } = settingsIn(context);
    const wish = wishOf(before, after);
    if (!isProvider(actor) || !needsAdoption(before, wish)) return [];
    const known = await this.adoptions.find(transaction, organizationId, before.id);
    const decision = decisionOf(before, wish, known?.state, adoption);
    if (decision === 'write') return [];
    if (decision === 'never') return new ScimError(403, `${rowOf(before)} ${NEVER}`);
    if (decision === 'refused') return new ScimError(403, `${rowOf(before)} ${REFUSED} ${approval(before)}`);
    if (decision === 'linkFirst') throw badRequest('mutability', CONTRADICTION);
    await this.note(transaction, context, before, wish, known);
    return new ScimError(
      403,
      `${rowOf(before)} The identity provider can read but not ${WORDS[wish]} this user until an admin of the organization approves the adoption, in the console or with ${approval(before)}`,
    );
  }

  /**
   * After a change: ends the adoptions of people who are linked now. An approval stays until somebody whom an admin had
   * revoked is restored, and ends when an admin revokes somebody who is not linked.
   */
  async afterWrite(
    transaction: Transaction,
    { actor }: ScimContext,
    changes: readonly RowChange<User>[],
  ): Promise<EventDraft[]> {
    for (const { before, after } of changes) {
      if (!before) continue;
      const { organizationId, id } = after;
      const isLinked = before.isProvisioned !== after.isProvisioned;
      if (isLinked && after.needsApproval) await this.adoptions.deleteUnlessApproved(transaction, organizationId, id);
      else if (isLinked || (before.needsApproval && !after.needsApproval))
        await this.adoptions.delete(transaction, organizationId, id);
      else if (!isProvider(actor) && !after.isProvisioned && isActive(before) && !isActive(after))
        await this.adoptions.deleteApproval(transaction, organizationId, id);
    }
    return [];
  }

  private async note(
    transaction: Transaction,
    context: ScimContext,
    { organizationId, id: userId, isAdmin }: User,
    wish: AdoptionWish,
    known: Adoption | null,
  ): Promise<void> {
    const now = clock.now();
    const keyId = context.actor.id ?? null;
    if (known) {
      const wanted = withWish(known.wanted, wish);
      await this.adoptions.update(transaction, { ...known, wanted, lastAskedAt: now, times: known.times + 1, keyId });
      return;
    }
    const asked = { organizationId, userId, state: 'waiting', wanted: [wish], times: 1, keyId } as const;
    await this.adoptions.insert(transaction, { ...asked, firstAskedAt: now, lastAskedAt: now });
    await this.events.append(transaction, context, [
      { type: 'user.adoption_asked', resourceType: 'User', resourceId: userId, data: { wanted: [wish], isAdmin } },
    ]);
  }
}

const CONTRADICTION =
  'This user already existed. Link it first with its current userName and e-mail; change them afterwards';
const REFUSED = 'An admin of the organization has refused the adoption. To allow it after all, run';
const NEVER =
  'The organization does not let identity providers adopt such users (its setting "adoption" is "never"): change this user in Muster';

function rowOf({ isAdmin, isProvisioned }: User): string {
  if (isProvisioned)
    return 'An admin of the organization had revoked this user before the identity provider linked it.';
  return isAdmin
    ? 'This user is an admin who was created in Muster, not by the identity provider.'
    : 'This user was created in Muster, not by the identity provider.';
}

function approval({ organizationId, id }: User): string {
  return `"muster adoption approve ${organizationId} ${id}"`;
}
