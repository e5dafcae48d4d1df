import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { MailModule } from '../mail/mail.module.js';
import { Organization } from '../../organizations/organization.entity.js';
import { OrganizationsModule } from '../../organizations/organizations.module.js';
import { OutboxModule } from '../outbox/outbox.module.js';
import { AdminMail } from './admin-mail.js';
import { AdminRecipients } from './admin-recipients.js';
import { KeyMail } from './key-mail.js';
import { WaitingMail } from './waiting-mail.js';
import { WaitingRepository } from './waiting.repository.js';

/** Sends mail to the admins of an organization, and lists them. */
@Module({
  imports: [TypeOrmModule.forFeature([Organization]), MailModule, OrganizationsModule, OutboxModule],
  providers: [AdminRecipients, AdminMail, KeyMail, WaitingRepository, WaitingMail],
  exports: [AdminRecipients, AdminMail, KeyMail, WaitingMail],
})
export class AdminMailModule {}
