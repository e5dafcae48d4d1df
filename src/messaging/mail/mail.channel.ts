import { Injectable, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { Configuration } from '../../platform/config/configuration.js';
import { clock } from '../../platform/database/clock.js';
import { type Channel, type OutgoingMessage, RefusedError } from '../outbox/channel.js';
import { Channels } from '../outbox/channels.js';
import type { Mail } from './mail.js';
import { MailWriter, type WrittenMail } from './mail-writer.js';
import { finalRefusal } from './smtp-refusal.js';

const CONNECT_TIMEOUT_MS = 10_000;
/** Without a word from the server. */
const SILENCE_TIMEOUT_MS = 20_000;
/** One address, and nothing that would be a second one or a header. */
const ADDRESS = /^[^\s@<>,;:"]+@[^\s@<>,;:"]+$/;

export const MAIL = 'mail';

/** Sends mails through the SMTP server of the configuration, over a few connections that are kept. */
@Injectable()
export class MailChannel implements Channel, OnModuleInit, OnApplicationShutdown {
  readonly name = MAIL;
  readonly concurrency = 4;
  readonly rate: number;
  private transport: ReturnType<typeof newTransport> | undefined;

  constructor(
    private readonly configuration: Configuration,
    private readonly channels: Channels,
    private readonly writer: MailWriter,
  ) {
    this.rate = configuration.MAIL_RATE;
  }

  onModuleInit(): void {
    this.channels.register(this);
  }

  async onApplicationShutdown(): Promise<void> {
    (await this.transport)?.close();
  }

  get isConfigured(): boolean {
    return this.configuration.SMTP_URL !== undefined && this.configuration.MAIL_FROM !== undefined;
  }

  async deliver(message: OutgoingMessage, signal: AbortSignal): Promise<void> {
    if (isTooLate(message.payload as Mail)) throw new RefusedError('Its link has expired before it could be sent');
    await this.send(message.id, await this.writer.write(message), signal);
  }

  /** Resolves when the mail server has taken it. @throws RefusedError when it never will, Error */
  async send(id: string, { to, subject, text, html }: WrittenMail, signal: AbortSignal): Promise<void> {
    if (!ADDRESS.test(to)) throw new RefusedError('This is no address that mail can be sent to');
    const from = this.configuration.MAIL_FROM!;
    this.transport ??= newTransport(this.configuration.SMTP_URL!, this.concurrency);
    const transport = await this.transport;
    try {
      await transport.sendMail({
        from,
        to: { name: '', address: to },
        subject,
        text,
        html,
        messageId: `<${id}@${domainOf(from)}>`,
        headers: { 'Auto-Submitted': 'auto-generated', 'X-Auto-Response-Suppress': 'All' },
        signal,
      });
    } catch (error) {
      const refusal = finalRefusal(error);
      throw refusal === undefined ? error : new RefusedError(refusal);
    }
  }
}

/** Without repetitions of its own, which nobody would count. Loaded when it is needed: the command line sends nothing. */
async function newTransport(url: string, maxConnections: number) {
  const { createTransport } = await import('nodemailer');
  return createTransport({
    pool: true,
    url,
    maxConnections,
    maxRequeues: 0,
    connectionTimeout: CONNECT_TIMEOUT_MS,
    greetingTimeout: CONNECT_TIMEOUT_MS,
    dnsTimeout: CONNECT_TIMEOUT_MS,
    socketTimeout: SILENCE_TIMEOUT_MS,
    disableFileAccess: true,
    disableUrlAccess: true,
  });
}

function isTooLate({ values }: Mail): boolean {
  return 'expiresAt' in values && values.expiresAt <= clock.now();
}

function domainOf(address: string): string {
  return address.slice(address.lastIndexOf('@') + 1).replace(/(?<![\s>])[\s>]+$/, '');
}
