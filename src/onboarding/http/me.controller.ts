import { Body, Controller, Get, ParseIntPipe, Put, Query, UsePipes, ValidationPipe } from '@nestjs/common';
import { OrganizationsService } from '../../organizations/organizations.service.js';
import { displayNameOf, mailAddressOf } from '../../users/user-mailing.js';
import { OwnKeyService } from '../own-key.service.js';
import { ChangeKeyBody } from './bodies.js';
import { ForConfirmed, ForMembers, Member } from '../../access/member.guard.js';
import { SteppedUp } from '../../access/fresh-proof.js';
import type { SignedIn } from '../../access/signed-in-members.js';

/** What people see of themselves. */
@Controller('api/v1/organizations/:organizationId')
@UsePipes(new ValidationPipe({ whitelist: true, forbidNonWhitelisted: true, transform: true }))
export class MeController {
  constructor(
    private readonly organizations: OrganizationsService,
    private readonly ownKey: OwnKeyService,
  ) {}

  @Get('me')
  @ForMembers()
  async me(@Member() { user }: SignedIn) {
    const { organizationId, id, status, isAdmin, document } = user;
    const { name } = await this.organizations.get(organizationId);
    const { key, organizationKey } = await this.ownKey.get(organizationId, id);
    return {
      id,
      displayName: displayNameOf(user),
      userName: document['userName'],
      address: mailAddressOf(user) ?? null,
      status,
      isAdmin,
      recipient: key?.recipient ?? null,
      organization: {
        id: organizationId,
        name,
        recipient: organizationKey?.recipient ?? null,
        keyVersion: organizationKey?.version ?? null,
      },
    };
  }

  @Get('me/key')
  @ForConfirmed()
  async key(@Member() { user }: SignedIn) {
    const { key, organizationKey } = await this.ownKey.get(user.organizationId, user.id);
    const { recipient, protectedIdentity, wrappedKey, keyVersion } = key!;
    return { recipient, protectedIdentity, wrappedKey, keyVersion, organizationRecipient: organizationKey!.recipient };
  }

  @Put('me/key')
  @ForMembers()
  @SteppedUp()
  async changeKey(@Member() { session, actor }: SignedIn, @Body() body: ChangeKeyBody) {
    return { status: await this.ownKey.change(session, body, actor) };
  }

  @Get('key-log')
  @ForConfirmed()
  keyLog(@Member() { user }: SignedIn, @Query('after', new ParseIntPipe({ optional: true })) after = 0) {
    return this.ownKey.log(user.organizationId, after);
  }
}
