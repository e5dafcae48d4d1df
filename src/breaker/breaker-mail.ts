import { Injectable } from '@nestjs/common';
import type { Transaction } from '../database/connection.js';
import type { Mail } from '../mail/mail.js';
import { OutboxService } from '../outbox/outbox.service.js';
import type { ScimContext } from '../scim/protocol/scim-context.js';
import type { WindowCount } from './limit.js';

/** Somebody whom a mail goes to. */
export interface Addressee {
  readonly address: string;
  readonly name: string;
}

/** Tells admins of a trip, once each. */
@Injectable()
export class BreakerMail {
  constructor(private readonly outbox: OutboxService) {}

  /** A mail of an earlier trip that has not gone out is called back: its numbers are old. */
  tripped(
    transaction: Transaction,
    { organizationId, organizationName: organization, settings }: ScimContext,
    { passed, limit, people }: WindowCount,
    admins: readonly Addressee[],
  ): void {
    const topic = `breaker:${organizationId}`;
    this.outbox.withdraw(transaction, organizationId, topic);
    const isHeld = settings.breakerMode === 'hold';
    const mails = admins.map(({ address, name: person }): Mail => ({
      to: address,
      template: 'breaker-tripped',
      values: {
        organization,
        organizationId,
        person,
        isHeld,
        passed,
        limit,
        people,
        minutes: settings.breakerMinutes,
      },
    }));
    const messages = mails.map((payload) => ({ channel: 'mail', topic, payload }));
    this.outbox.addAll(transaction, organizationId, messages);
  }
}
