import { Injectable } from '@nestjs/common';
import { AdminMail, inConsole } from '../../messaging/admin-mail/admin-mail.js';
import type { Transaction } from '../../platform/database/connection.js';
import type { Organization } from '../../organizations/organization.entity.js';
import { shownUrl } from './destinations.js';
import type { DisabledBecause, WebhookEndpoint } from './webhook-endpoint.entity.js';

/** Tells the admins of an organization about its webhooks. */
@Injectable()
export class WebhookMail {
  constructor(private readonly mail: AdminMail) {}

  async disabled(
    transaction: Transaction,
    { id: organizationId, name: organization }: Organization,
    { id, label, url }: WebhookEndpoint,
    because: DisabledBecause,
    failingSince: number,
  ): Promise<void> {
    const values = { organization, label, url: shownUrl(url), isGone: because === 'gone', failingSince };
    await this.mail.tell(transaction, organizationId, {
      topic: `webhook:${id}`,
      write: (to) => ({
        to: to.address,
        template: 'webhook-disabled',
        values: { ...values, person: to.name },
        ...inConsole(to, `o/${organizationId}/webhooks`),
      }),
    });
  }
}
