import { Injectable } from '@nestjs/common';
import { LinksService } from '../links/links.service.js';
import type { OutboxMessage } from '../outbox/channel.js';
import type { Mail } from './mail.js';
import { contentOf } from './mail-content.js';
import { mailHtml } from './mail-html.js';
import { mailText } from './mail-text.js';

/** A mail as its reader sees it. */
export interface WrittenMail {
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  /** What the button opens. */
  readonly url: string;
}

/** Writes mails out, links included. */
@Injectable()
export class MailWriter {
  constructor(private readonly links: LinksService) {}

  async write({ organizationId, payload }: Pick<OutboxMessage, 'organizationId' | 'payload'>): Promise<WrittenMail> {
    const { to, link, page, ...mail } = payload as Mail;
    const content = contentOf(mail);
    const url = link
      ? await this.links.url({ ...link, organizationId, address: to })
      : page === undefined
        ? this.links.peopleUrl(organizationId)
        : this.links.consoleUrl(page);
    return {
      to,
      subject: content.subject,
      text: mailText(content, url),
      html: mailHtml(content, url),
      url,
    };
  }
}
