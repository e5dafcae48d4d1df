import { Injectable } from '@nestjs/common';
import { clock } from '../../database/clock.js';
import type { Transaction } from '../../database/connection.js';
import { isProvider } from '../../events/actor.js';
import { EventsRepository } from '../../events/events.repository.js';
import { caseKey } from '../../scim/attributes/case-key.js';
import type { ScimContext } from '../../scim/protocol/scim-context.js';
import { badRequest, ScimError } from '../../scim/protocol/scim-error.js';
import type { RowChange } from '../../scim/resource/resource.service.js';
import { addressOf } from '../../mail/address.js';
import { isActive } from '../user-status.js';
import type { User } from '../users.repository.js';
import type { AdoptionWish } from './adoption.entity.js';
import { type Adoption, AdoptionsRepository, withWish } from './adoptions.repository.js';
import { settingsIn } from '../../organizations/organization-settings.js';

/** What the identity provider asked for, as its answer names it. */
const WORDS: Readonly<Record<AdoptionWish, string>> = {
  link: 'change',
  changeAddress: 'change',
  deactivate: 'deactivate',
  delete: 'delete',
};

/**
 * Decides whether an identity provider may write people whom an admin created. It can always read them; the organization's
 * setting `adoption` and its admins decide when it may write them.
 */
@Injectable()
export class AdoptionRule {
  constructor(
    private readonly adoptions: AdoptionsRepository,
    private readonly events: EventsRepository,
  ) {}

  /**
   * Call it with the person's row locked, before a change or (without `after`) a deletion.
   * @returns the error to refuse it with, after recording the request for an admin; undefined when it is allowed
   * @throws ScimError 400 mutability when linking would change userName or address as well
   */
  async refusalOf(
    transaction: Transaction,
    context: ScimContext,
    before: User,
    after?: User,
  ): Promise<ScimError | undefined> {
    const { organizationId, actor } = context;
    const { adoption } = settingsIn(context);
    if (!isProvider(actor) || before.isProvisioned) return undefined;
    const known = await this.adoptions.find(transaction, organizationId, before.id);
    const wish = wishOf(before, after);
    if (adoption === 'never') return new ScimError(403, `${rowOf(before)} ${NEVER}`);
    if (known?.state === 'refused') return new ScimError(403, `${rowOf(before)} ${REFUSED} ${approval(before)}`);
    if (known?.state === 'approved') return undefined;
    if (adoption === 'automatic' && !before.isAdmin) {
      if (wish === 'link') return undefined;
      if (wish === 'changeAddress') throw badRequest('mutability', CONTRADICTION);
    }
    this.note(transaction, context, before, wish, known);
    return new ScimError(
      403,
      `${rowOf(before)} The identity provider can read but not ${WORDS[wish]} this user until an admin of the organization approves the adoption, in the console or with ${approval(before)}`,
    );
  }

  /** After a change: removes the adoptions of people who are linked now. */
  forgetLinked(transaction: Transaction, changes: readonly RowChange<User>[]): void {
    for (const { before, after } of changes)
      if (before && before.isProvisioned !== after.isProvisioned)
        this.adoptions.delete(transaction, after.organizationId, after.id);
  }

  private note(
    transaction: Transaction,
    context: ScimContext,
    { organizationId, id: userId, isAdmin }: User,
    wish: AdoptionWish,
    known: Adoption | undefined,
  ): void {
    const now = clock.now();
    const keyId = context.actor.id ?? null;
    if (known) {
      const wanted = withWish(known.wanted, wish);
      this.adoptions.update(transaction, { ...known, wanted, lastAskedAt: now, times: known.times + 1, keyId });
      return;
    }
    const asked = { organizationId, userId, state: 'waiting', wanted: [wish], times: 1, keyId } as const;
    this.adoptions.insert(transaction, { ...asked, firstAskedAt: now, lastAskedAt: now });
    this.events.append(transaction, context, [
      { type: 'user.adoption_asked', resourceType: 'User', resourceId: userId, data: { wanted: [wish], isAdmin } },
    ]);
  }
}

const CONTRADICTION =
  'This user already existed. Link it first with its current userName and e-mail; change them afterwards';
const REFUSED = 'An admin of the organization has refused the adoption. To allow it after all, run';
const NEVER =
  'The organization does not let identity providers adopt such users (its setting "adoption" is "never"): change this user in Muster';

function rowOf({ isAdmin }: User): string {
  return isAdmin
    ? 'This user is an admin who was created in Muster, not by the identity provider.'
    : 'This user was created in Muster, not by the identity provider.';
}

function approval({ organizationId, id }: User): string {
  return `"muster adoption approve ${organizationId} ${id}"`;
}

/** What a change, or without `after` a deletion, would do to the person. */
function wishOf(before: User, after?: User): AdoptionWish {
  if (!after) return 'delete';
  if (isActive(before) && !isActive(after)) return 'deactivate';
  return identifiersOf(before) === identifiersOf(after) ? 'link' : 'changeAddress';
}

/** The userName and address, in the form in which look-ups compare them. */
function identifiersOf({ document }: User): string {
  return JSON.stringify([caseKey(String(document['userName'])), caseKey(addressOf(document) ?? '')]);
}
