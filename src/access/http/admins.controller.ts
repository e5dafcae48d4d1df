import { Body, Controller, Delete, Get, HttpCode, Param, Post, Query, UsePipes, ValidationPipe } from '@nestjs/common';
import { ApiProperty, ApiTags } from '@nestjs/swagger';
import { IsString, MaxLength } from 'class-validator';
import type { SignedInAdmin } from '../admins/admin-credentials.js';
import { AdminsService } from '../admins/admins.service.js';
import { Idempotent } from '../../platform/http/idempotency/idempotent.decorator.js';
import { Problem } from '../../platform/http/problem.js';
import { CurrentAdmin, ForAccounts, ForSessions } from '../admin.guard.js';
import { SteppedUp } from '../fresh-proof.js';
import { InviteBody } from './bodies.js';
import { shownAdmin } from './shown-admin.js';
import { Limit } from '../../platform/http/page-query.js';

class AdminsQuery {
  @ApiProperty({ required: false, description: '`next` of the page before.' })
  @IsString()
  @MaxLength(36)
  after: string = '';

  @Limit()
  limit: number = 100;
}

const BY_MAIL = 'The invitation was mailed to this address';
const BY_HAND = 'This server sends no mail because SMTP_URL is not set: give the link to the person yourself';

/** Who administers: operators see all, admins of an organization those of theirs. */
@ApiTags('Admins')
@Controller('api/v1/admins')
@UsePipes(new ValidationPipe({ whitelist: true, forbidNonWhitelisted: true, transform: true }))
export class AdminsController {
  constructor(private readonly admins: AdminsService) {}

  @Get()
  @ForAccounts()
  async list(@CurrentAdmin() { admin }: SignedInAdmin, @Query() { after, limit }: AdminsQuery) {
    const admins = await this.admins.list(admin.organizationId ?? undefined, after, limit);
    return { admins: admins.map(shownAdmin), next: admins.length < limit ? null : admins.at(-1)!.id };
  }

  /** Invites an admin, who sets a password by the link in the mail; it is returned only where no mail is sent. */
  @Post()
  @Idempotent()
  @ForSessions()
  @SteppedUp()
  async invite(@CurrentAdmin() { admin: inviter, actor }: SignedInAdmin, @Body() body: InviteBody) {
    if (inviter.organizationId !== null && body.organizationId !== inviter.organizationId)
      throw new Problem(403, 'not_operator', 'You can invite admins of your own organization');
    const { admin, url } = await this.admins.inviteByMail(body, actor);
    return { admin: shownAdmin(admin), invitationUrl: url ?? null, detail: url ? BY_HAND : BY_MAIL };
  }

  /** Removes an admin; sessions and tokens end at once. */
  @Delete(':id')
  @HttpCode(204)
  @ForSessions()
  @SteppedUp()
  remove(@CurrentAdmin() { admin, actor }: SignedInAdmin, @Param('id') id: string) {
    return this.admins.remove(id, admin.organizationId ?? undefined, actor);
  }
}
