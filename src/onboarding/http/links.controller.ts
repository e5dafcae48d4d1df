import { Body, Controller, HttpCode, Param, Post, Req, Res, UsePipes, ValidationPipe } from '@nestjs/common';
import type { Request, Response } from 'express';
import { Configuration } from '../../platform/config/configuration.js';
import { addressOf } from '../../messaging/mail/address.js';
import { displayNameOf } from '../../users/user-mailing.js';
import { AcceptanceService, type Invitation } from '../acceptance.service.js';
import { AddressService } from '../address.service.js';
import { LinkPurposes } from '../link-purposes.js';
import { SignInService } from '../sign-in.service.js';
import { AcceptBody, AddressBody, LinkBody } from './bodies.js';
import { Throttle } from '../../access/admins/throttle.js';
import { networkOf } from '../../platform/http/client-network.js';
import { SignedInMembers } from '../../access/signed-in-members.js';
import { ForAnybody } from '../../access/member.guard.js';
import { setSession } from '../../access/sessions/session-cookie.js';
import { isoTime } from '../../platform/time.js';

/** That are asked for from one network, in the window of the throttle. */
const MAX_SIGN_IN_LINKS = 30;

/** What links open that were mailed to people. */
@Controller('api/v1/organizations/:organizationId')
@UsePipes(new ValidationPipe({ whitelist: true, forbidNonWhitelisted: true, transform: true }))
export class LinksController {
  constructor(
    private readonly configuration: Configuration,
    private readonly purposes: LinkPurposes,
    private readonly acceptance: AcceptanceService,
    private readonly signIn: SignInService,
    private readonly addresses: AddressService,
    private readonly members: SignedInMembers,
    private readonly throttle: Throttle,
  ) {}

  @Post('links/:linkId/open')
  @HttpCode(200)
  @ForAnybody()
  async open(
    @Param('organizationId') organizationId: string,
    @Param('linkId') linkId: string,
    @Body() { token }: LinkBody,
    @Req() request: Request,
  ) {
    const purpose = await this.purposes.of(organizationId, linkId);
    if (purpose === 'address') {
      const signedIn = await this.members.ofAnybody(request);
      return { purpose, ...(await this.addresses.prove(organizationId, linkId, token, signedIn)) };
    }
    if (purpose !== 'sign-in') return shown(await this.acceptance.open(organizationId, linkId, token));
    const { recipient, protectedIdentity } = (await this.signIn.open(organizationId, linkId, token)).key;
    return { purpose, recipient, protectedIdentity };
  }

  @Post('links/:linkId/accept')
  @ForAnybody()
  async accept(
    @Param('organizationId') organizationId: string,
    @Param('linkId') linkId: string,
    @Body() body: AcceptBody,
    @Res({ passthrough: true }) response: Response,
  ) {
    const { status, session } = await this.acceptance.accept(organizationId, linkId, body);
    setSession(response, this.configuration.PUBLIC_URL, organizationId, session);
    return { status };
  }

  /** Answers alike whether or not there is such a person. @throws Problem 429 */
  @Post('sign-in-links')
  @HttpCode(202)
  @ForAnybody()
  async sendSignInLink(
    @Param('organizationId') organizationId: string,
    @Body() { address }: AddressBody,
    @Req() request: Request,
  ) {
    await this.throttle.count({ names: [`sign-in link ${networkOf(request.ip ?? '')}`], most: MAX_SIGN_IN_LINKS });
    await this.signIn.sendLink(organizationId, address);
    return {};
  }
}

function shown({ link, user, organization, recipient, makesOrganizationKey }: Invitation) {
  return {
    purpose: link.purpose,
    organization: { id: organization.id, name: organization.name, recipient: recipient ?? null },
    person: { id: user.id, displayName: displayNameOf(user), address: link.address ?? addressOf(user.document) },
    inviter: link.inviter,
    expiresAt: isoTime(link.expiresAt),
    isAdmin: user.isAdmin,
    makesOrganizationKey,
  };
}
