import { Injectable } from '@nestjs/common';
import type { Transaction } from '../database/connection.js';
import type { LinkRef } from '../links/links.service.js';
import type { Mail } from '../mail/mail.js';
import type { Organization } from '../organizations/organizations.repository.js';
import { OutboxService } from '../outbox/outbox.service.js';
import { displayNameOf, mailAddressOf } from '../users/user-mailing.js';
import { type User, UsersRepository } from '../users/users.repository.js';

/** Admins who are told that somebody waits. */
const MAX_TOLD = 20;

/** Mails on the way from invited to confirmed, beside the invitation itself. */
@Injectable()
export class OnboardingMail {
  constructor(
    private readonly outbox: OutboxService,
    private readonly users: UsersRepository,
  ) {}

  async pleaseConfirm(
    transaction: Transaction,
    { id: organizationId, name: organization }: Organization,
    user: User,
    memberAddress: string,
  ): Promise<void> {
    const admins = await this.users.admins(transaction, organizationId, MAX_TOLD);
    const mails = admins.flatMap((admin): Mail[] => {
      const address = mailAddressOf(admin);
      const person = displayNameOf(admin);
      return address
        ? [
            {
              to: address,
              template: 'please-confirm',
              values: { organization, person, member: displayNameOf(user), memberAddress },
            },
          ]
        : [];
    });
    this.send(transaction, organizationId, `confirm:${user.id}`, mails);
  }

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
