import { Injectable } from '@nestjs/common';
import { LinksService } from '../links/links.service.js';
import type { OutgoingMessage } from '../outbox/channel.js';
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

  /** @param url what the button opens */
  written({ to, ...mail }: Pick<Mail, 'to' | 'template' | 'values'>, url: string): WrittenMail {
    const content = contentOf(mail);
    return { to, subject: content.subject, text: mailText(content, url), html: mailHtml(content, url), url };
  }

  async write({ organizationId, payload }: Pick<OutgoingMessage, 'organizationId' | 'payload'>): Promise<WrittenMail> {
    const { link, page, ...mail } = payload as Mail;
    const url = link
      ? await this.links.url({ ...link, organizationId, address: mail.to })
      : page === undefined
        ? this.links.peopleUrl(organizationId)
        : this.links.consoleUrl(page);
    return this.written(mail, url);
  }
}
