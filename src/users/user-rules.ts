import { Injectable } from '@nestjs/common';
import type { Transaction } from '../database/connection.js';
import { EventsRepository } from '../events/events.repository.js';
import type { ScimContext } from '../scim/protocol/scim-context.js';
import { badRequest, invalidValue, ScimError } from '../scim/protocol/scim-error.js';
import type { RowChange } from '../scim/resource/resource.service.js';
import { addressOf, domainOf } from './address.js';
import { isActive, isConfirmedMember } from './user-status.js';
import { type User, UsersRepository } from './users.repository.js';

/** What an organization does not let happen to its people, whoever asks for it. */
@Injectable()
export class UserRules {
  constructor(
    private readonly users: UsersRepository,
    private readonly events: EventsRepository,
  ) {}

  /** @throws ScimError that says which rule stands against the change */
  async check(transaction: Transaction, context: ScimContext, after: User, before?: User): Promise<void> {
    this.checkAddress(context, after, before);
    if (before && isActive(before) && !isActive(after)) await this.keepAdmin(transaction, before);
  }

  /** @throws ScimError 409 when the user is the last admin of the organization who is confirmed */
  async keepAdmin(transaction: Transaction, user: User): Promise<void> {
    if (!user.isAdmin || !isConfirmedMember(user)) return;
    // Two admins who are removed at once wait for each other here.
    await this.events.lock(transaction, user.organizationId);
    if (await this.users.hasOtherAdmin(transaction, user)) return;
    throw new ScimError(
      409,
      'This user is the last admin of the organization, who cannot be deactivated or deleted: let another admin be confirmed first',
    );
  }

  /** Once the changes are made. @throws ScimError 400 when the organization has more people now than seats */
  async checkSeats(transaction: Transaction, context: ScimContext, changes: readonly RowChange<User>[]): Promise<void> {
    const { organizationId, settings } = context;
    const taken = changes.some(({ before, after }) => isActive(after) && !(before && isActive(before)));
    if (settings.seatLimit === null || !taken) return;
    await this.events.lock(transaction, organizationId);
    if ((await this.users.seats(transaction, organizationId)) > settings.seatLimit)
      throw badRequest(
        'invalidValue',
        `All ${settings.seatLimit} seats of this organization are taken: deactivate somebody, or let its operator raise the seat limit`,
      );
  }

  private checkAddress({ settings, actor }: ScimContext, after: User, before?: User): void {
    const [address, addressBefore] = [addressOf(after.document), before && addressOf(before.document)];
    if (before && actor.kind === 'key' && !before.isProvisioned) keepIdentifiers(before, after);
    if (address === addressBefore) return;
    if (before && settings.addressChanges === 'refuse')
      throw badRequest(
        'mutability',
        'This organization does not let the address of a user change: keep the e-mail as it is, or let its operator allow changes',
      );
    if (address && settings.allowedDomains && !settings.allowedDomains.includes(domainOf(address)))
      throw invalidValue(
        `The address of this user is not of a domain that this organization allows (${settings.allowedDomains.join(', ')})`,
      );
  }
}

/** Taking over somebody who was there already changes nothing that a person is known by. */
function keepIdentifiers(before: User, after: User): void {
  const identifiers = ({ document }: User) => JSON.stringify([document['userName'], addressOf(document)]);
  if (identifiers(before) !== identifiers(after))
    throw badRequest(
      'mutability',
      'This user was there before the identity provider, which may take it over with the userName and e-mail that it has, and change those later',
    );
}
