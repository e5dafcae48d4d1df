import {
  Body,
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
} from '@nestjs/common';
import { ApiQuery } from '@nestjs/swagger';
import { USER_STATUSES, type UserStatus } from '../../users/user-status.js';
import { ConfirmationService } from '../confirmation.service.js';
import { MembersService } from '../members.service.js';
import { ConfirmBody, ResetKeyBody } from './bodies.js';
import { type Acting, ActingAdmin, ForAdmins } from '../../access/admin.guard.js';
import { SteppedUp } from '../../access/fresh-proof.js';
import { ForAdminMembers, Member } from '../../access/member.guard.js';
import type { SignedIn } from '../../access/signed-in-members.js';
import { ApiController, ORGANIZATION } from '../../access/http/api-controller.js';

const MAX_PAGE = 500;
const statuses = Object.fromEntries(USER_STATUSES.map((status) => [status, status]));

/** What admins do with the people of their organization. */
@ApiController(ORGANIZATION, 'People')
export class MembersController {
  constructor(
    private readonly members: MembersService,
    private readonly confirmation: ConfirmationService,
  ) {}

  @Get('members')
  @ApiQuery({ name: 'status', required: false, enum: USER_STATUSES })
  @ApiQuery({ name: 'after', required: false, description: '`next` of the page before.' })
  @ApiQuery({ name: 'limit', required: false, schema: { type: 'integer', default: 100, maximum: MAX_PAGE } })
  @ApiQuery({ name: 'groups', required: false, type: Boolean, description: 'With the names of the groups of each.' })
  @ApiQuery({ name: 'search', required: false, description: 'How userName or address begins, whatever the case.' })
  @ForAdmins()
  async list(
    @ActingAdmin() { organizationId }: Acting,
    @Query('status', new ParseEnumPipe(statuses, { optional: true })) status: UserStatus | undefined,
    @Query('after', new DefaultValuePipe('')) afterId: string,
    @Query('limit', new DefaultValuePipe(100), ParseIntPipe) limit: number,
    @Query('groups', new ParseBoolPipe({ optional: true })) groups = false,
    @Query('search', new DefaultValuePipe('')) search: string,
  ) {
    const size = Math.min(Math.max(limit, 1), MAX_PAGE);
    const page = search
      ? await this.members.search(organizationId, { status, text: search, limit: size })
      : await this.members.list(organizationId, { status, afterId, limit: size });
    const members = groups ? await this.members.withGroups(organizationId, page) : page;
    return { members, next: search || members.length < size ? null : members.at(-1)!.id };
  }

  @Post('members/:id/confirm')
  @HttpCode(200)
  @ForAdminMembers()
  @SteppedUp()
  confirm(@Member() { user, actor }: SignedIn, @Param('id') id: string, @Body() body: ConfirmBody) {
    return this.confirmation.confirm(user.organizationId, id, body, actor);
  }

  @Post('members/:id/invite')
  @HttpCode(200)
  @ForAdmins()
  invite(@ActingAdmin() { organizationId, actor }: Acting, @Param('id') id: string) {
    return this.members.invite(organizationId, id, actor);
  }

  @Post('members/:id/resend')
  @HttpCode(200)
  @ForAdmins()
  resend(@ActingAdmin() { organizationId, actor }: Acting, @Param('id') id: string) {
    return this.members.resend(organizationId, id, actor);
  }

  @Post('members/:id/reset-key')
  @HttpCode(200)
  @ForAdmins()
  @SteppedUp()
  async resetKey(
    @ActingAdmin() { organizationId, actor }: Acting,
    @Param('id') id: string,
    @Body() { keepAdmin }: ResetKeyBody,
  ) {
    const member = await this.members.resetKey(organizationId, id, actor, keepAdmin);
    return { ...member, adminKept: member.isAdmin };
  }

  @Post('members/:id/revoke')
  @HttpCode(200)
  @ForAdmins()
  revoke(@ActingAdmin() { organizationId, actor }: Acting, @Param('id') id: string) {
    return this.members.revoke(organizationId, id, actor);
  }

  @Post('members/:id/restore')
  @HttpCode(200)
  @ForAdmins()
  restore(@ActingAdmin() { organizationId, actor }: Acting, @Param('id') id: string) {
    return this.members.restore(organizationId, id, actor);
  }

  /** Takes from an admin what being one allows; nothing else ends. */
  @Delete('members/:id/admin')
  @ForAdmins()
  @SteppedUp()
  removeAdmin(@ActingAdmin() { organizationId, actor }: Acting, @Param('id') id: string) {
    return this.members.removeAdmin(organizationId, id, actor);
  }

  @Delete('members/:id')
  @HttpCode(204)
  @ForAdmins()
  remove(@ActingAdmin() { organizationId, actor }: Acting, @Param('id') id: string) {
    return this.members.remove(organizationId, id, actor);
  }
}
