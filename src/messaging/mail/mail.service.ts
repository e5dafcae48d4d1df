import { Injectable } from '@nestjs/common';
import { clock } from '../../platform/database/clock.js';
import type { Transaction } from '../../platform/database/connection.js';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import { OrganizationsService } from '../../organizations/organizations.service.js';
import type { MessageState, OutboxMessage } from '../outbox/outbox.entity.js';
import { OutboxRepository, type StateCounts } from '../outbox/outbox.repository.js';
import { type MessageDraft, OutboxService } from '../outbox/outbox.service.js';
import { MAIL } from './mail.channel.js';
import type { Mail } from './mail.js';
import { MailWriter, type WrittenMail } from './mail-writer.js';
import { Problem } from '../../platform/http/problem.js';

const MINUTE_MS = 60_000;
/** By which mails that come one by one, and that somebody waits for, overtake the many of one invitation to all. */
const HEAD_START_MS = 24 * 60 * MINUTE_MS;

/** A request on a mail that cannot be carried out; the message says why. */
class MailError extends Problem {
  constructor(detail: string, status = 400, reason = 'invalid') {
    super(status, reason, detail);
  }
}

/** A mail with what became of it. */
export interface KeptMail extends OutboxMessage {
  readonly payload: Mail;
}

interface MailProgress extends StateCounts {
  readonly sentPerMinute: number;
  /** When those that wait will be out at that speed, in milliseconds since 1970; null when nothing moves. */
  readonly estimatedEnd: number | null;
}

/** Mails to people: added in the transaction of a change, and seen by operators. */
@Injectable()
export class MailService {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly organizations: OrganizationsService,
    private readonly outbox: OutboxRepository,
    private readonly outgoing: OutboxService,
    private readonly writer: MailWriter,
  ) {}

  /** @param topic what a newer mail replaces: see `OutboxService.withdraw` @returns the mail's id */
  add(transaction: Transaction, organizationId: string, topic: string, mail: Mail, dueAt?: number): Promise<string> {
    return this.outgoing.add(transaction, organizationId, draftOf(topic, mail, dueAt));
  }

  /** @returns their ids, in the order given */
  addAll(
    transaction: Transaction,
    organizationId: string,
    mails: readonly { readonly topic: string; readonly mail: Mail; readonly dueAt?: number }[],
  ): Promise<string[]> {
    const drafts = mails.map(({ topic, mail, dueAt }) => draftOf(topic, mail, dueAt));
    return this.outgoing.addAll(transaction, organizationId, drafts);
  }

  /** Newest first. @param before id of the last one of the page before @throws OrganizationError */
  async list(
    organizationId: string,
    { state, before, limit }: { state?: MessageState; before?: string; limit: number },
  ): Promise<KeptMail[]> {
    await this.organizations.get(organizationId);
    const entries = await this.unitOfWork.read((connection) =>
      this.outbox.list(connection, MAIL, organizationId, { state, before, limit }),
    );
    return entries as KeptMail[];
  }

  /** A mail as its reader sees it. Its link works for whoever reads it. @throws OrganizationError, MailError */
  async show(organizationId: string, id: string): Promise<KeptMail & WrittenMail> {
    const mail = await this.get(organizationId, id);
    return { ...mail, ...(await this.writer.write(mail)) };
  }

  /** Tries a mail at once that was given up or that waits for its next attempt. @throws OrganizationError, MailError */
  async retry(organizationId: string, id: string): Promise<void> {
    const { state } = await this.get(organizationId, id);
    const changed = await this.unitOfWork.run((transaction) =>
      this.outbox.retry(transaction, organizationId, id, clock.now()),
    );
    if (changed === 0)
      throw new MailError(
        state === 'waiting' ? 'The mail is being sent just now' : `The mail is ${state} already`,
        409,
        'wrong_state',
      );
  }

  /** Retries all mails that were given up. @returns how many @throws OrganizationError */
  async retryDead(organizationId: string): Promise<number> {
    await this.organizations.get(organizationId);
    return this.unitOfWork.run((transaction) => this.outbox.retryDead(transaction, MAIL, organizationId, clock.now()));
  }

  /** How far the mails of an organization, or of all, have got. @throws OrganizationError */
  async progress(organizationId?: string): Promise<MailProgress> {
    if (organizationId !== undefined) await this.organizations.get(organizationId);
    const now = clock.now();
    return this.unitOfWork.read(async (connection) => {
      const counts = await this.outbox.counts(connection, MAIL, organizationId);
      const sentPerMinute = await this.outbox.sentSince(connection, MAIL, now - MINUTE_MS, organizationId);
      const estimatedEnd =
        counts.waiting === 0 || sentPerMinute === 0 ? null : now + (counts.waiting / sentPerMinute) * MINUTE_MS;
      return { ...counts, sentPerMinute, estimatedEnd };
    });
  }

  /** @throws OrganizationError, MailError */
  async get(organizationId: string, id: string): Promise<KeptMail> {
    await this.organizations.get(organizationId);
    const entry = await this.unitOfWork.read((connection) => this.outbox.find(connection, MAIL, organizationId, id));
    if (!entry) throw new MailError('The organization has no such mail', 404, 'unknown');
    return entry as KeptMail;
  }
}

function draftOf(topic: string, mail: Mail, dueAt?: number): MessageDraft {
  const start = mail.template === 'invitation' ? clock.now() : clock.now() - HEAD_START_MS;
  return { channel: MAIL, topic, payload: mail, dueAt: dueAt ?? start };
}
