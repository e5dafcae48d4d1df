import { Injectable, Logger } from '@nestjs/common';
import { Problem } from '../../platform/http/problem.js';
import { newId } from '../../platform/ids/new-id.js';
import type { Mail } from './mail.js';
import { MailChannel } from './mail.channel.js';
import { MailWriter } from './mail-writer.js';

const PATIENCE_MS = 20_000;

/** Mails that are sent at once, and kept nowhere: their links let somebody in as an admin, and no admin may read them. */
@Injectable()
export class DirectMail {
  private readonly logger = new Logger(DirectMail.name);

  constructor(
    private readonly channel: MailChannel,
    private readonly writer: MailWriter,
  ) {}

  /** Whether this server sends mail. */
  get isPossible(): boolean {
    return this.channel.isConfigured;
  }

  /** @param url what the button opens @throws Problem 502 when the mail server does not take it */
  async send(mail: Mail, url: string): Promise<void> {
    try {
      await this.channel.send(newId(), this.writer.written(mail, url), AbortSignal.timeout(PATIENCE_MS));
    } catch (error) {
      this.logger.warn({
        msg: `The mail server did not accept a mail of the template ${mail.template}`,
        reason: (error as Error).message,
      });
      throw new Problem(502, 'mail_failed', 'The mail server did not accept the mail: try again later');
    }
  }
}
