import { Injectable } from '@nestjs/common';
import type { Transaction } from '../platform/database/connection.js';
import type { LinkRef } from '../messaging/links/links.service.js';
import type { Mail } from '../messaging/mail/mail.js';
import type { Organization } from '../organizations/organization.entity.js';
import { OutboxService } from '../messaging/outbox/outbox.service.js';
import { displayNameOf } from '../users/user-mailing.js';
import type { User } from '../users/users.repository.js';

/** Mails to people on the way from invited to confirmed, beside the invitation itself. */
@Injectable()
export class OnboardingMail {
  constructor(private readonly outbox: OutboxService) {}

  async confirmed(transaction: Transaction, { id, name: organization }: Organization, user: User): Promise<void> {
    if (!user.provenAddress) return;
    const values = { organization, person: displayNameOf(user) };
    await this.send(transaction, id, `confirmed:${user.id}`, [
      { to: user.provenAddress, template: 'confirmed', values },
    ]);
  }

  async signIn(
    transaction: Transaction,
    { id, name: organization }: Organization,
    user: User,
    { id: linkId, address }: Pick<LinkRef, 'id' | 'address'>,
    expiresAt: number,
  ): Promise<void> {
    const values = { organization, person: displayNameOf(user), expiresAt };
    const link = { id: linkId, purpose: 'sign-in' } as const;
    await this.send(transaction, id, `sign-in:${user.id}`, [{ to: address, template: 'sign-in', values, link }]);
  }

  private async send(
    transaction: Transaction,
    organizationId: string,
    topic: string,
    mails: readonly Mail[],
  ): Promise<void> {
    const messages = mails.map((payload) => ({ channel: 'mail', topic, payload }));
    await this.outbox.addAll(transaction, organizationId, messages);
  }
}
