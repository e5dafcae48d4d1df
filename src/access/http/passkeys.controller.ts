import {
  Body,
  Controller,
  Delete,
  Get,
  HttpCode,
  Param,
  Post,
  Req,
  Res,
  UsePipes,
  ValidationPipe,
} from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Request, Response } from 'express';
import type { SignedInAdmin } from '../admins/admin-credentials.js';
import { STEP_UP_MS } from '../../platform/http/fresh-proof.js';
import type { AdminPasskey } from '../admins/admin-passkey.entity.js';
import { Passkeys } from '../admins/passkeys.js';
import { Configuration } from '../../platform/config/configuration.js';
import { clock } from '../../platform/database/clock.js';
import { setAdminSession } from '../admin-cookie.js';
import { CurrentAdmin, ForSessions } from '../admin.guard.js';
import { SteppedUp } from '../fresh-proof.js';
import { ForAnybody } from '../member.guard.js';
import { SignedInAdmins } from '../signed-in-admins.js';
import { AssertionBody, NewPasskeyBody } from './bodies.js';
import { clientOf } from './client.js';
import { shownAdmin } from './shown-admin.js';
import { isoTime } from '../../platform/time.js';

/** Passkeys: signing in with one, and those of an admin's own account. */
@ApiTags('Sign-in')
@Controller('api/v1')
@UsePipes(new ValidationPipe({ whitelist: true, forbidNonWhitelisted: true, transform: true }))
export class PasskeysController {
  constructor(
    private readonly configuration: Configuration,
    private readonly passkeys: Passkeys,
    private readonly admins: SignedInAdmins,
  ) {}

  /** What a browser needs to ask for a passkey. */
  @Post('session/passkey/options')
  @HttpCode(200)
  @ForAnybody()
  requestOptions(@Req() request: Request) {
    return this.passkeys.requestOptions(clientOf(request, this.configuration.PUBLIC_URL));
  }

  /** Signs in, or gives a fresh proof in a session that exists. */
  @Post('session/passkey')
  @HttpCode(200)
  @ForAnybody()
  async signIn(
    @Body() { response: assertion }: AssertionBody,
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ) {
    const { PUBLIC_URL } = this.configuration;
    const client = clientOf(request, PUBLIC_URL);
    const current = await this.admins.ofBrowser(request);
    if (current) {
      const until = await this.passkeys.stepUp(current, assertion, client);
      return { admin: shownAdmin(current.admin), stepUpUntil: isoTime(until) };
    }
    const { admin, cookie } = await this.passkeys.signIn(assertion, client);
    setAdminSession(response, PUBLIC_URL, cookie, client);
    return { admin: shownAdmin(admin), stepUpUntil: isoTime(clock.now() + STEP_UP_MS) };
  }

  /** Passkeys of the admin. */
  @Get('me/passkeys')
  @ForSessions()
  async list(@CurrentAdmin() { admin }: SignedInAdmin) {
    return { passkeys: (await this.passkeys.list(admin)).map(shownPasskey) };
  }

  /** What a browser needs to make a passkey. */
  @Post('me/passkeys/options')
  @HttpCode(200)
  @ForSessions()
  @SteppedUp()
  registrationOptions(@CurrentAdmin() current: SignedInAdmin) {
    return this.passkeys.registrationOptions(current);
  }

  /** Adds a passkey. */
  @Post('me/passkeys')
  @ForSessions()
  @SteppedUp()
  async register(@CurrentAdmin() current: SignedInAdmin, @Body() { label, response }: NewPasskeyBody) {
    return shownPasskey(await this.passkeys.register(current, label, response));
  }

  /** Removes a passkey: nobody signs in with it any more. */
  @Delete('me/passkeys/:id')
  @HttpCode(204)
  @ForSessions()
  @SteppedUp()
  remove(@CurrentAdmin() current: SignedInAdmin, @Param('id') id: string) {
    return this.passkeys.remove(current, id);
  }
}

function shownPasskey({ id, label, createdAt, lastUsedAt }: AdminPasskey) {
  return { id, label, created: isoTime(createdAt), lastUsed: lastUsedAt === null ? null : isoTime(lastUsedAt) };
}
