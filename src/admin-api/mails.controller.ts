import { Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiProperty } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsIn, IsInt, IsOptional, Max, Min } from 'class-validator';
import { type Acting, ActingAdmin, ForAdmins } from '../access/admin.guard.js';
import { MailService } from '../mail/mail.service.js';
import { shownMail } from '../mail/shown-mail.js';
import type { MessageState } from '../outbox/outbox.entity.js';
import { ApiController, ORGANIZATION } from './api-controller.js';

const STATES: readonly MessageState[] = ['waiting', 'sent', 'dead', 'withdrawn'];

class MailsQuery {
  @ApiProperty({ required: false, enum: STATES })
  @IsOptional()
  @IsIn(STATES)
  state?: MessageState;

  @ApiProperty({ required: false, default: 100, maximum: 500 })
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(500)
  limit: number = 100;
}

/** Mails to people of an organization. */
@ApiController(`${ORGANIZATION}/mails`, 'Mails')
export class MailsController {
  constructor(private readonly mails: MailService) {}

  /** The newest. */
  @Get()
  @ForAdmins()
  async list(@ActingAdmin() { organizationId }: Acting, @Query() { state, limit }: MailsQuery) {
    return { mails: (await this.mails.list(organizationId, state, limit)).map(shownMail) };
  }

  /** Tries a mail again at once that was given up. */
  @Post(':id/retry')
  @HttpCode(200)
  @ForAdmins()
  async retry(@ActingAdmin() { organizationId }: Acting, @Param('id') id: string) {
    await this.mails.retry(organizationId, id);
    return { state: 'waiting' };
  }
}
