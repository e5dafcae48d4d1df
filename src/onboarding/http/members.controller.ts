import {
  Body,
  Controller,
  DefaultValuePipe,
  Delete,
  Get,
  HttpCode,
  Param,
  ParseBoolPipe,
  ParseEnumPipe,
  ParseIntPipe,
  Post,
  Query,
  UseFilters,
  UsePipes,
  ValidationPipe,
} from '@nestjs/common';
import { USER_STATUSES, type UserStatus } from '../../users/user-status.js';
import { ConfirmationService } from '../confirmation.service.js';
import { memberActor } from '../member-actor.js';
import { MembersService } from '../members.service.js';
import { RotationService } from '../rotation.service.js';
import { ConfirmBody, RotationBody } from './bodies.js';
import { ForAdmins, Member, type SignedIn } from './member.guard.js';
import { ProblemFilter } from './problem.filter.js';

const MAX_PAGE = 500;
const statuses = Object.fromEntries(USER_STATUSES.map((status) => [status, status]));

/** What admins do with the people of their organization. */
@Controller('api/v1/organizations/:organizationId')
@UseFilters(ProblemFilter)
@UsePipes(new ValidationPipe({ whitelist: true, forbidNonWhitelisted: true, transform: true }))
export class MembersController {
  constructor(
    private readonly members: MembersService,
    private readonly confirmation: ConfirmationService,
    private readonly rotation: RotationService,
  ) {}

  @Get('members')
  @ForAdmins()
  async list(
    @Member() { user }: SignedIn,
    @Query('status', new ParseEnumPipe(statuses, { optional: true })) status: UserStatus | undefined,
    @Query('after', new DefaultValuePipe('')) afterId: string,
    @Query('limit', new DefaultValuePipe(100), ParseIntPipe) limit: number,
    @Query('groups', new ParseBoolPipe({ optional: true })) groups = false,
  ) {
    const size = Math.min(Math.max(limit, 1), MAX_PAGE);
    const page = await this.members.list(user.organizationId, { status, afterId, limit: size });
    const members = groups ? await this.members.withGroups(user.organizationId, page) : page;
    return { members, next: members.length < size ? null : members.at(-1)!.id };
  }

  @Post('members/:id/confirm')
  @HttpCode(200)
  @ForAdmins()
  confirm(@Member() { user }: SignedIn, @Param('id') id: string, @Body() body: ConfirmBody) {
    return this.confirmation.confirm(user, id, body);
  }

  @Post('members/:id/invite')
  @HttpCode(200)
  @ForAdmins()
  invite(@Member() { user }: SignedIn, @Param('id') id: string) {
    return this.members.invite(user.organizationId, id, memberActor(user));
  }

  @Post('members/:id/resend')
  @HttpCode(200)
  @ForAdmins()
  resend(@Member() { user }: SignedIn, @Param('id') id: string) {
    return this.members.resend(user.organizationId, id, memberActor(user));
  }

  @Post('members/:id/reset-key')
  @HttpCode(200)
  @ForAdmins()
  resetKey(@Member() { user }: SignedIn, @Param('id') id: string) {
    return this.members.resetKey(user.organizationId, id, memberActor(user));
  }

  @Post('members/:id/revoke')
  @HttpCode(200)
  @ForAdmins()
  revoke(@Member() { user }: SignedIn, @Param('id') id: string) {
    return this.members.revoke(user.organizationId, id, memberActor(user));
  }

  @Post('members/:id/restore')
  @HttpCode(200)
  @ForAdmins()
  restore(@Member() { user }: SignedIn, @Param('id') id: string) {
    return this.members.restore(user.organizationId, id, memberActor(user));
  }

  @Delete('members/:id')
  @HttpCode(204)
  @ForAdmins()
  remove(@Member() { user }: SignedIn, @Param('id') id: string) {
    return this.members.remove(user.organizationId, id, memberActor(user));
  }

  @Post('key-rotations')
  @HttpCode(200)
  @ForAdmins()
  async rotate(@Member() { user }: SignedIn, @Body() body: RotationBody) {
    const { version: keyVersion, recipient } = await this.rotation.rotate(user, body);
    return { keyVersion, recipient };
  }
}
