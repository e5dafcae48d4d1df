import { Injectable } from '@nestjs/common';
import type { Transaction } from '../platform/database/connection.js';
import { type Actor, isProvider } from '../events/actor.js';
import { EventsRepository } from '../events/events.repository.js';
import type { ScimContext } from '../scim/protocol/scim-context.js';
import { badRequest, invalidValue, ScimError } from '../scim/protocol/scim-error.js';
import { OnWrite, type WriteHook } from '../scim/resource/write-hook.js';
import { addressOf, takesAddress } from '../messaging/mail/address.js';
import { mailAddressOf } from './user-mailing.js';
import { isActive, isConfirmedMember, USER_STATUSES } from './user-status.js';
import { type User, UsersRepository } from './users.repository.js';
import { settingsIn } from '../organizations/organization-settings.js';

const ON_THE_WAY = USER_STATUSES.filter((status) => status !== 'revoked');

/** What an organization does not let happen to its people, whoever asks for it. */
@Injectable()
@OnWrite({ type: 'User', order: 70 })
export class UserRules implements WriteHook<User> {
  constructor(
    private readonly users: UsersRepository,
    private readonly events: EventsRepository,
  ) {}

  /** @throws ScimError that says which rule stands against the write */
  async checkRules(
    transaction: Transaction,
    context: ScimContext,
    after: User | undefined,
    before: User | undefined,
  ): Promise<void> {
    if (after) this.checkAddress(context, after, before);
    const isRemoved = before && isActive(before) && !(after && isActive(after));
    if (isRemoved) await this.keepAdmin(transaction, before, context.actor);
  }

  /**
   * An identity provider does not remove the last admin who is on the way either: nobody would be left.
   * @throws ScimError 409 when the user is the last admin of the organization who is confirmed
   */
  async keepAdmin(transaction: Transaction, user: User, actor: Actor): Promise<void> {
    const isConfirmed = isConfirmedMember(user);
    if (!user.isAdmin || !(isConfirmed || (isProvider(actor) && isActive(user)))) return;
    // Two admins who are removed at once wait for each other here.
    await this.events.lock(transaction, user.organizationId);
    if (await this.users.hasOtherAdmin(transaction, user, isConfirmed ? ['confirmed'] : ON_THE_WAY)) return;
    throw new ScimError(
      409,
      'This user is the last admin of the organization and has to remain one: have another admin confirmed first',
    );
  }

  private checkAddress(context: ScimContext, after: User, before?: User): void {
    const settings = settingsIn(context);
    const [address, addressBefore] = [addressOf(after.document), before && addressOf(before.document)];
    const hasMoved = address !== addressBefore;
    if (hasMoved && before && settings.addressChanges === 'refuse')
      throw badRequest(
        'mutability',
        'This organization does not let the address of a user change: keep the e-mail as it is, or let its operator allow changes',
      );
    // The rule may have been tightened since somebody was taken away.
    const isRestored = before !== undefined && !isActive(before) && isActive(after);
    const checked = [...(hasMoved ? [address] : []), ...(isRestored ? [mailAddressOf(after)] : [])];
    if (checked.some((each) => each !== undefined && !takesAddress(settings, each)))
      throw invalidValue(
        `The address of this user is not of a domain that this organization allows (${settings.allowedDomains?.join(', ')})`,
      );
  }
}
