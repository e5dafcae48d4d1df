import { Injectable } from '@nestjs/common';
import type { Transaction } from '../../platform/database/connection.js';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import type { Mail } from '../mail/mail.js';
import { MailService } from '../mail/mail.service.js';
import { OutboxService } from '../outbox/outbox.service.js';
import { type AdminRecipient, AdminRecipients } from './admin-recipients.js';

/** A mail to all admins of an organization. */
interface AdminMailDraft {
  /** See `OutboxService.withdraw`. */
  readonly topic: string;
  /** The mail as one of them gets it. */
  readonly write: (to: AdminRecipient) => Mail;
  /** The earliest time to send it, in milliseconds since 1970. */
  readonly dueAt?: number;
}

/** Writes to the admins of an organization. */
@Injectable()
export class AdminMail {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly recipients: AdminRecipients,
    private readonly mails: MailService,
    private readonly outbox: OutboxService,
  ) {}

  /** The recipients that a mail would have now. */
  recipientsOf(organizationId: string): Promise<AdminRecipient[]> {
    return this.unitOfWork.read((connection) => this.recipients.of(connection, organizationId));
  }

  /** @returns whether there was a recipient */
  async tell(transaction: Transaction, organizationId: string, draft: AdminMailDraft): Promise<boolean> {
    const recipients = await this.recipients.of(transaction, organizationId);
    await this.tellThese(transaction, organizationId, recipients, draft);
    return recipients.length > 0;
  }

  /** Writes to some of them. */
  async tellThese(
    transaction: Transaction,
    organizationId: string,
    recipients: readonly AdminRecipient[],
    { topic, write, dueAt }: AdminMailDraft,
  ): Promise<void> {
    const mails = recipients.map((to) => ({ topic, mail: write(to), dueAt }));
    await this.mails.addAll(transaction, organizationId, mails);
  }

  /** Withdraws mails that have not gone out, because they are no longer true. */
  async withdraw(transaction: Transaction, organizationId: string, topic: string): Promise<void> {
    await this.outbox.withdraw(transaction, organizationId, topic);
  }
}

/** The place in the console that a mail leads to, for those whom the console lets in. */
export function inConsole({ hasAccount }: AdminRecipient, page: string): { page?: string } {
  return hasAccount ? { page } : {};
}
