import { Injectable } from '@nestjs/common';
import { clock } from '../platform/database/clock.js';
import type { EventDraft } from '../events/event.js';
import type { Transaction } from '../platform/database/connection.js';
import { WaitingMail } from '../messaging/admin-mail/waiting-mail.js';
import { type Invited, InvitationsService } from '../messaging/invitations/invitations.service.js';
import { LinksService } from '../messaging/links/links.service.js';
import type { Mail } from '../messaging/mail/mail.js';
import { OutboxService } from '../messaging/outbox/outbox.service.js';
import type { ScimContext } from '../scim/protocol/scim-context.js';
import { OnWrite, type RowChange, type WriteHook } from '../scim/resource/write-hook.js';
import { addressOf } from '../messaging/mail/address.js';
import { hasAccepted, isActive } from './user-status.js';
import type { User } from './users.repository.js';
import { settingsIn } from '../organizations/organization-settings.js';
import { DAY_MS } from '../platform/time.js';

type Addressed = Pick<User, 'provenAddress' | 'invitationAddress' | 'document'>;

/** Which mails follow from a change of people, and which are called back. */
@Injectable()
@OnWrite({ type: 'User', order: 20 })
export class UserMailing implements WriteHook<User> {
  constructor(
    private readonly invitations: InvitationsService,
    private readonly links: LinksService,
    private readonly outbox: OutboxService,
    private readonly waiting: WaitingMail,
  ) {}

  async afterWrite(
    transaction: Transaction,
    context: ScimContext,
    changes: readonly RowChange<User>[],
  ): Promise<EventDraft[]> {
    const born = changes.filter(({ before }) => !before).map(({ after }) => after);
    await this.invitations.issue(transaction, context, born.filter(isInvited).flatMap(invited));
    for (const { before, after } of changes) if (before) await this.follow(transaction, context, before, after);
    return [];
  }

  /** Before a person is deleted: what was sent opens nothing any more. */
  async beforeDelete(transaction: Transaction, context: ScimContext, user: User): Promise<EventDraft[]> {
    const { organizationId, id } = user;
    await this.invitations.end(transaction, organizationId, id, 'deleted');
    if (waits(user)) await this.waiting.left(transaction, organizationIn(context), id);
    return [];
  }

  private async follow(transaction: Transaction, context: ScimContext, before: User, after: User): Promise<void> {
    const { organizationId, id } = after;
    if (isActive(before) && !isActive(after)) {
      await this.invitations.end(transaction, organizationId, id, 'revoked');
      const topics = hasAccepted(before) ? ['address', 'sign-in'] : [];
      for (const topic of topics) await this.outbox.withdraw(transaction, organizationId, `${topic}:${id}`);
      if (waits(before)) await this.waiting.left(transaction, organizationIn(context), id);
      return;
    }
    const hasMoved = invitationAddressOf(before) !== invitationAddressOf(after);
    if (isInvited(after) && (hasMoved || !isInvited(before))) {
      await this.invitations.end(transaction, organizationId, id, 'replaced');
      await this.invitations.issueOnChange(transaction, context, invited(after), !isActive(before));
    } else if (hasAccepted(after) && addressOf(before.document) !== addressOf(after.document))
      await this.askForProof(transaction, context, after);
  }

  /**
   * The proven address stays until somebody proves the new one; whoever has it learns what is said. However often the
   * address moves, each of the two gets one mail in ten minutes.
   */
  private async askForProof(transaction: Transaction, context: ScimContext, user: User): Promise<void> {
    const { organizationId, organizationName: organization } = context;
    const { id: userId, provenAddress } = user;
    await this.links.void(transaction, organizationId, [userId], 'replaced', 'address');
    await this.outbox.withdraw(transaction, organizationId, `address:${userId}`);
    const address = addressOf(user.document);
    if (!address || !provenAddress || address === provenAddress) return;
    const person = displayNameOf(user);
    const expiresAt = clock.now() + settingsIn(context).invitationDays * DAY_MS;
    const link = { purpose: 'address', userId, address, expiresAt } as const;
    const [id] = await this.links.issue(transaction, organizationId, [link]);
    const signIn = user.isAdmin ? { needsSignIn: true } : {};
    const mails: Mail[] = [
      {
        to: address,
        template: 'prove-address',
        values: { organization, person, expiresAt, ...signIn },
        link: { id: id!, purpose: 'address' },
      },
      {
        to: provenAddress,
        template: 'address-changed',
        values: { organization, person, newAddress: address, ...signIn },
      },
    ];
    const topic = `address:${userId}`;
    const nextAt = await this.invitations.pacing(transaction, organizationId, topic);
    await this.outbox.addAll(
      transaction,
      organizationId,
      mails.map((payload) => ({ channel: 'mail', topic, payload, dueAt: nextAt(payload.to) })),
    );
  }
}

/** Where mail to somebody goes. */
export function mailAddressOf(user: Addressed): string | undefined {
  return user.provenAddress ?? invitationAddressOf(user);
}

/** Where invitations go: to the address that a human gave, else to the one that SCIM has. */
export function invitationAddressOf({ invitationAddress, document }: Omit<Addressed, 'provenAddress'>) {
  return invitationAddress ?? addressOf(document);
}

export function displayNameOf({ document }: User): string {
  return String(document['displayName'] ?? document['userName']);
}

/** None when there is no address to send anything to. */
export function invited(user: User): Invited[] {
  const address = invitationAddressOf(user);
  return address ? [{ userId: user.id, address, displayName: displayNameOf(user) }] : [];
}

const organizationIn = ({ organizationId: id, organizationName: name }: ScimContext) => ({ id, name });

/** Whether admins were told that the person waits to be confirmed. */
function waits({ status }: User): boolean {
  return status === 'accepted';
}

function isInvited({ status }: User): boolean {
  return status === 'invited';
}
