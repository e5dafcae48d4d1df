import { Injectable } from '@nestjs/common';
import type { Transaction } from '../database/connection.js';
import { MailService } from '../mail/mail.service.js';
import type { Organization } from '../organizations/organizations.repository.js';
import { displayNameOf, mailAddressOf } from '../users/user-mailing.js';
import { UsersRepository } from '../users/users.repository.js';
import { shownUrl } from './destinations.js';
import type { DisabledBecause } from './webhook-endpoint.entity.js';
import type { WebhookEndpoint } from './webhook-endpoints.repository.js';

/** Admins who are told. */
const MAX_TOLD = 20;

/** Tells the admins of an organization about its webhooks. */
@Injectable()
export class WebhookMail {
  constructor(
    private readonly mails: MailService,
    private readonly users: UsersRepository,
  ) {}

  async disabled(
    transaction: Transaction,
    { id: organizationId, name: organization }: Organization,
    { id, label, url }: WebhookEndpoint,
    because: DisabledBecause,
    failingSince: number,
  ): Promise<void> {
    const admins = await this.users.admins(transaction, organizationId, MAX_TOLD);
    const mails = admins.flatMap((admin) => {
      const [address, person] = [mailAddressOf(admin), displayNameOf(admin)];
      if (!address) return [];
      const values = { organization, person, label, url: shownUrl(url), isGone: because === 'gone', failingSince };
      return [{ topic: `webhook:${id}`, mail: { to: address, template: 'webhook-disabled' as const, values } }];
    });
    this.mails.addAll(transaction, organizationId, mails);
  }
}
