import { Module } from '@nestjs/common';
import { LinksModule } from '../links/links.module.js';
import { OrganizationsModule } from '../organizations/organizations.module.js';
import { OutboxModule } from '../outbox/outbox.module.js';
import { MailChannel } from './mail.channel.js';
import { MailService } from './mail.service.js';
import { MailWriter } from './mail-writer.js';

/** Mails to people. */
@Module({
  imports: [OutboxModule, OrganizationsModule, LinksModule],
  providers: [MailChannel, MailService, MailWriter],
  exports: [MailService, MailChannel],
})
export class MailModule {}
