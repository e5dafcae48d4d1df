import { Injectable } from '@nestjs/common';
import { clock } from '../../platform/database/clock.js';
import type { Transaction } from '../../platform/database/connection.js';
import type { Actor } from '../../events/actor.js';
import { LinksService } from '../links/links.service.js';
import type { VoidReason } from '../links/link.entity.js';
import { Problem } from '../../platform/http/problem.js';
import type { Mail } from '../mail/mail.js';
import { OutboxService } from '../outbox/outbox.service.js';
import { isSameAddress, takesAddress } from '../mail/address.js';
import { settingsIn } from '../../organizations/organization-settings.js';
import { DAY_MS } from '../../platform/time.js';

export interface Invited {
  readonly userId: string;
  readonly address: string;
  readonly displayName: string;
}

interface Inviting {
  readonly organizationId: string;
  readonly organizationName: string;
  readonly actor: Actor;
  readonly settings: object;
}

/** Between two mails on one topic to one address that follow from changes of an identity provider. */
const INTERVAL_MS = 10 * 60_000;
/** For which somebody has to stay restored before the invitation goes out. */
const DELAY_MS = 15_000;

/** Invites people: a link and the mail that brings it, in the transaction of the change that it follows from. */
@Injectable()
export class InvitationsService {
  constructor(
    private readonly links: LinksService,
    private readonly outbox: OutboxService,
  ) {}

  /** @param dueAt when the mails go out, in milliseconds since 1970; at once when left out @throws Problem 409 domain_not_allowed */
  async issue(transaction: Transaction, context: Inviting, people: readonly Invited[], dueAt?: number): Promise<void> {
    if (people.length === 0) return;
    const { organizationId, organizationName, actor } = context;
    const settings = settingsIn(context);
    if (people.some(({ address }) => !takesAddress(settings, address)))
      throw new Problem(
        409,
        'domain_not_allowed',
        'The organization does not allow the domain of this e-mail address: allow it in the settings, or change the address',
      );
    const inviter = actor.kind === 'member' ? actor.label : undefined;
    const expiresAt = clock.now() + settings.invitationDays * DAY_MS;
    const ids = await this.links.issue(
      transaction,
      organizationId,
      people.map(({ userId, address }) => ({ purpose: 'invitation', userId, address, inviter, expiresAt })),
    );
    const messages = people.map(({ userId, address, displayName }, index) => ({
      channel: 'mail',
      topic: topicOf(userId),
      ...(dueAt !== undefined && { dueAt }),
      payload: {
        to: address,
        template: 'invitation',
        values: { organization: organizationName, person: displayName, inviter: inviter ?? null, expiresAt },
        link: { id: ids[index]!, purpose: 'invitation' },
      } satisfies Mail,
    }));
    await this.outbox.addAll(transaction, organizationId, messages);
  }

  /** Invites people again; the links that they were sent before stop working. */
  async reissue(transaction: Transaction, context: Inviting, people: readonly Invited[]): Promise<void> {
    for (const { userId } of people) await this.end(transaction, context.organizationId, userId, 'replaced');
    await this.issue(transaction, context, people);
  }

  /**
   * Invites people whom an identity provider has changed, however often it does: an address gets one mail in
   * ten minutes, with the link that works then. End what was sent before.
   * @param isDelayed whether to wait until the provider has made up its mind, as it may take somebody away again at once
   */
  async issueOnChange(
    transaction: Transaction,
    context: Inviting,
    people: readonly Invited[],
    isDelayed: boolean,
  ): Promise<void> {
    const now = clock.now();
    for (const person of people) {
      const nextAt = await this.pacing(transaction, context.organizationId, topicOf(person.userId));
      const dueAt = Math.max(isDelayed ? now + DELAY_MS : now, nextAt(person.address));
      await this.issue(transaction, context, [person], dueAt);
    }
  }

  /** When an address may get its next mail on a topic that follows from changes of an identity provider. */
  async pacing(transaction: Transaction, organizationId: string, topic: string): Promise<(address: string) => number> {
    const now = clock.now();
    const out = await this.outbox.outSince(transaction, organizationId, topic, now - INTERVAL_MS);
    return (address) => {
      const last = out.find(({ payload }) => isSameAddress((payload as Mail).to, address));
      return last ? last.at + INTERVAL_MS : now;
    };
  }

  /** Ends all that a person was sent, and what waits to be sent. */
  async end(transaction: Transaction, organizationId: string, userId: string, because: VoidReason): Promise<void> {
    await this.links.void(transaction, organizationId, [userId], because);
    await this.outbox.withdraw(transaction, organizationId, topicOf(userId));
  }
}

function topicOf(userId: string): string {
  return `invitation:${userId}`;
}
