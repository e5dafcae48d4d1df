import { Injectable } from '@nestjs/common';
import type { Transaction } from '../platform/database/connection.js';
import type { LinkRef } from '../messaging/links/links.service.js';
import type { Mail } from '../messaging/mail/mail.js';
import type { Organization } from '../organizations/organizations.repository.js';
import { OutboxService } from '../messaging/outbox/outbox.service.js';
import { displayNameOf } from '../users/user-mailing.js';
import type { User } from '../users/users.repository.js';

/** Mails to people on the way from invited to confirmed, beside the invitation itself. */
@Injectable()
export class OnboardingMail {
  constructor(private readonly outbox: OutboxService) {}

  confirmed(transaction: Transaction, { id, name: organization }: Organization, user: User): void {
    if (!user.provenAddress) return;
    const values = { organization, person: displayNameOf(user) };
    this.send(transaction, id, `confirmed:${user.id}`, [{ to: user.provenAddress, template: 'confirmed', values }]);
  }

  signIn(
    transaction: Transaction,
    { id, name: organization }: Organization,
    user: User,
    { id: linkId, address }: Pick<LinkRef, 'id' | 'address'>,
    expiresAt: number,
  ): void {
    const values = { organization, person: displayNameOf(user), expiresAt };
    const link = { id: linkId, purpose: 'sign-in' } as const;
    this.send(transaction, id, `sign-in:${user.id}`, [{ to: address, template: 'sign-in', values, link }]);
  }

  private send(transaction: Transaction, organizationId: string, topic: string, mails: readonly Mail[]): void {
    const messages = mails.map((payload) => ({ channel: 'mail', topic, payload }));
    this.outbox.addAll(transaction, organizationId, messages);
  }
}
