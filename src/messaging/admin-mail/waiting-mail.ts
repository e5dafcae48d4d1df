import { Injectable } from '@nestjs/common';
import { clock } from '../../platform/database/clock.js';
import type { Transaction } from '../../platform/database/connection.js';
import { isSameAddress } from '../mail/address.js';
import type { Mail } from '../mail/mail.js';
import { AdminMail, inConsole } from './admin-mail.js';
import { type AdminRecipient, AdminRecipients } from './admin-recipients.js';
import { type Waiting, WaitingRepository } from './waiting.repository.js';

/** Admins get one mail on people who wait in so long, however many accept. */
const INTERVAL_MS = 3_600_000;
/** Most organizations about which a new operator gets mail. */
const MAX_ORGANIZATIONS = 100;
const GATHERED = 'waiting';

interface OrganizationName {
  readonly id: string;
  readonly name: string;
}

/**
 * Tells admins of people who have accepted and wait to be confirmed. The mail about the first one goes out at once;
 * people who accept within an hour after a mail are gathered in the next one, which goes out at the end of that hour.
 */
@Injectable()
export class WaitingMail {
  constructor(
    private readonly mail: AdminMail,
    private readonly recipients: AdminRecipients,
    private readonly repository: WaitingRepository,
  ) {}

  /** Call it when somebody begins to wait, with the organization's events locked, so that two who accept at once come in turn. */
  async waits(
    transaction: Transaction,
    organization: OrganizationName,
    { id, name, address }: { readonly id: string; readonly name: string; readonly address: string },
  ): Promise<void> {
    const now = clock.now();
    const toldAt = await this.repository.toldAt(transaction, organization.id);
    const dueAt = toldAt > now ? toldAt : Math.max(toldAt + INTERVAL_MS, now);
    const isGathered = dueAt > now;
    if (isGathered) await this.mail.withdraw(transaction, organization.id, GATHERED);
    const draft = isGathered
      ? await this.gathered(transaction, organization, dueAt)
      : { topic: `confirm:${id}`, write: (to: AdminRecipient) => pleaseConfirm(organization, to, name, address) };
    if (await this.mail.tell(transaction, organization.id, draft))
      await this.repository.setToldAt(transaction, organization.id, dueAt);
  }

  /** Call it when somebody no longer waits: once nobody does, mails that have not gone out are withdrawn. */
  async waitsNoLonger(transaction: Transaction, { id }: OrganizationName): Promise<void> {
    if (!(await this.repository.isAnybody(transaction, id))) await this.mail.withdraw(transaction, id, GATHERED);
  }

  /**
   * Call it when somebody who waits is revoked or deleted: a mail that has not gone out names the others alone.
   * @param userId of a person who may still be there, and does not count
   */
  async left(transaction: Transaction, organization: OrganizationName, userId: string): Promise<void> {
    const dueAt = await this.repository.toldAt(transaction, organization.id);
    if (dueAt <= clock.now()) return;
    await this.mail.withdraw(transaction, organization.id, GATHERED);
    const waiting = await this.repository.waiting(transaction, organization.id, userId);
    if (waiting.people === 0) return;
    const write = (to: AdminRecipient) => peopleWait(organization, to, waiting);
    await this.mail.tell(transaction, organization.id, { topic: GATHERED, dueAt, write });
  }

  /** Mails a new admin of an organization about people who wait already. */
  async newAdmin(transaction: Transaction, organization: OrganizationName, address: string): Promise<void> {
    const recipients = await this.recipients.own(transaction, organization.id);
    await this.catchUp(
      transaction,
      organization,
      recipients.filter((to) => isSameAddress(to.address, address)),
    );
  }

  /** Mails a new operator about people who wait in organizations without other recipients. */
  async newOperator(transaction: Transaction, address: string): Promise<void> {
    for (const organization of await this.repository.organizations(transaction, MAX_ORGANIZATIONS)) {
      if (!(await this.repository.isAnybody(transaction, organization.id))) continue;
      const recipients = await this.recipients.of(transaction, organization.id);
      await this.catchUp(
        transaction,
        organization,
        recipients.filter((to) => to.isOperator && isSameAddress(to.address, address)),
      );
    }
  }

  private async catchUp(
    transaction: Transaction,
    organization: OrganizationName,
    recipients: readonly AdminRecipient[],
  ): Promise<void> {
    const waiting = await this.repository.waiting(transaction, organization.id);
    if (waiting.people === 0) return;
    const write = (to: AdminRecipient) => peopleWait(organization, to, waiting);
    await this.mail.tellThese(transaction, organization.id, recipients, { topic: GATHERED, write });
  }

  private async gathered(transaction: Transaction, organization: OrganizationName, dueAt: number) {
    const waiting = await this.repository.waiting(transaction, organization.id);
    return { topic: GATHERED, dueAt, write: (to: AdminRecipient) => peopleWait(organization, to, waiting) };
  }
}

function pleaseConfirm(
  { id, name: organization }: OrganizationName,
  to: AdminRecipient,
  member: string,
  at: string,
): Mail {
  return {
    to: to.address,
    template: 'please-confirm',
    values: { organization, person: to.name, member, memberAddress: at, hasKey: to.hasKey },
    ...placeFor(to, id),
  };
}

function peopleWait(
  { id, name: organization }: OrganizationName,
  to: AdminRecipient,
  { people, first }: Waiting,
): Mail {
  return {
    to: to.address,
    template: 'people-wait',
    values: { organization, person: to.name, people, first, hasKey: to.hasKey },
    ...placeFor(to, id),
  };
}

/** Recipients with a key confirm on the people pages; all others see in the console who waits. */
function placeFor(to: AdminRecipient, organizationId: string) {
  return to.hasKey ? {} : inConsole(to, `o/${organizationId}/people`);
}
