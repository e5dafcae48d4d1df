import { Module } from '@nestjs/common';
import { LinksModule } from '../links/links.module.js';
import { OrganizationsModule } from '../../organizations/organizations.module.js';
import { OutboxModule } from '../outbox/outbox.module.js';
import { DirectMail } from './direct-mail.js';
import { MailChannel } from './mail.channel.js';
import { MailService } from './mail.service.js';
import { MailWriter } from './mail-writer.js';

/** Mails to people. */
@Module({
  imports: [OutboxModule, OrganizationsModule, LinksModule],
  providers: [DirectMail, MailChannel, MailService, MailWriter],
  exports: [DirectMail, MailService, MailChannel],
})
export class MailModule {}
