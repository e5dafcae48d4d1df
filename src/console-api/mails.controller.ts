import { Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiProperty } from '@nestjs/swagger';
import { IsIn, IsOptional } from 'class-validator';
import { type Acting, ActingAdmin, ForAdmins } from '../access/admin.guard.js';
import { MailService } from '../messaging/mail/mail.service.js';
import { shownMail } from '../messaging/mail/shown-mail.js';
import type { MessageState } from '../messaging/outbox/outbox.entity.js';
import { ApiController, ORGANIZATION } from '../access/http/api-controller.js';
import { NewestFirstQuery } from '../platform/http/page-query.js';

const STATES: readonly MessageState[] = ['waiting', 'sent', 'dead', 'withdrawn'];

class MailsQuery extends NewestFirstQuery {
  @ApiProperty({ required: false, enum: STATES })
  @IsOptional()
  @IsIn(STATES)
  state?: MessageState;
}

/** Mails to people of an organization. */
@ApiController(`${ORGANIZATION}/mails`, 'Mails')
export class MailsController {
  constructor(private readonly mails: MailService) {}

  /** Newest first. */
  @Get()
  @ForAdmins()
  async list(@ActingAdmin() { organizationId }: Acting, @Query() query: MailsQuery) {
    const mails = await this.mails.list(organizationId, query);
    return { mails: mails.map(shownMail), next: mails.length < query.limit ? null : mails.at(-1)!.id };
  }

  @Get(':id')
  @ForAdmins()
  async get(@ActingAdmin() { organizationId }: Acting, @Param('id') id: string) {
    return shownMail(await this.mails.get(organizationId, id));
  }

  /** Tries a mail again at once that was given up. */
  @Post(':id/retry')
  @HttpCode(200)
  @ForAdmins()
  async retry(@ActingAdmin() { organizationId }: Acting, @Param('id') id: string) {
    await this.mails.retry(organizationId, id);
    return shownMail(await this.mails.get(organizationId, id));
  }
}
