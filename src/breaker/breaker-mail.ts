import { Injectable } from '@nestjs/common';
import { AdminMail, inConsole } from '../messaging/admin-mail/admin-mail.js';
import type { Transaction } from '../platform/database/connection.js';
import type { ScimContext } from '../scim/protocol/scim-context.js';
import type { WindowCount } from './limit.js';
import { settingsIn } from '../organizations/organization-settings.js';

/** Tells admins of a trip, once each. */
@Injectable()
export class BreakerMail {
  constructor(private readonly mail: AdminMail) {}

  /** A mail of an earlier trip that has not gone out is called back: its numbers are old. */
  async tripped(transaction: Transaction, context: ScimContext, { passed, limit, people }: WindowCount): Promise<void> {
    const { organizationId, organizationName: organization } = context;
    const { breakerMode, breakerMinutes: minutes } = settingsIn(context);
    const topic = `breaker:${organizationId}`;
    await this.mail.withdraw(transaction, organizationId, topic);
    const isHeld = breakerMode === 'hold';
    const values = { organization, organizationId, isHeld, passed, limit, people, minutes };
    await this.mail.tell(transaction, organizationId, {
      topic,
      write: (to) => ({
        to: to.address,
        template: 'breaker-tripped',
        values: { ...values, person: to.name },
        ...inConsole(to, `o/${organizationId}/settings`),
      }),
    });
  }
}
