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
import { AdminCredentials, SESSION_MS, type SignedInAdmin } from '../admins/admin-credentials.js';
import { STEP_UP_MS } from '../../platform/http/fresh-proof.js';
import { OpenIdConnect } from '../admins/openid-connect.js';
import { Passkeys } from '../admins/passkeys.js';
import { Configuration } from '../../platform/config/configuration.js';
import { clock } from '../../platform/database/clock.js';
import { signedOut } from '../../platform/http/problem.js';
import { CurrentAdmin, ForVisitors, ForSessions } from '../admin.guard.js';
import { clearAdminSession, setAdminSession } from '../admin-cookie.js';
import { ForAnybody } from '../member.guard.js';
import { PasswordBody, SignInBody } from './bodies.js';
import { clientOf } from './client.js';
import { shownAdmin } from './shown-admin.js';
import { isoTime } from '../../platform/time.js';

/** Signing in and out with an admin's account. */
@ApiTags('Sign-in')
@Controller('api/v1')
@UsePipes(new ValidationPipe({ whitelist: true, forbidNonWhitelisted: true, transform: true }))
export class SessionController {
  constructor(
    private readonly configuration: Configuration,
    private readonly credentials: AdminCredentials,
    private readonly passkeys: Passkeys,
    private readonly openIdConnect: OpenIdConnect,
  ) {}

  /** Signs in: the answer sets the cookie of a session. */
  @Post('session')
  @HttpCode(200)
  @ForAnybody()
  async signIn(@Body() body: SignInBody, @Req() request: Request, @Res({ passthrough: true }) response: Response) {
    const { PUBLIC_URL } = this.configuration;
    const client = clientOf(request, PUBLIC_URL);
    const { admin, cookie } = await this.credentials.signIn(body, client);
    setAdminSession(response, PUBLIC_URL, cookie, client);
    return { admin: shownAdmin(admin), stepUpUntil: isoTime(clock.now() + STEP_UP_MS) };
  }

  /** Who is signed in, and how the admin can prove it; where nobody is, how admins can sign in here (401). */
  @Get('session')
  @ForVisitors()
  get(@CurrentAdmin() current: SignedInAdmin | undefined) {
    const { label } = this.openIdConnect;
    const openIdConnect = label === undefined ? null : { label };
    if (!current) throw signedOut({ methods: { password: true, passkey: this.passkeys.arePossible, openIdConnect } });
    const { admin, session } = current;
    return {
      admin: shownAdmin(admin),
      expires: session ? isoTime(session.createdAt + SESSION_MS) : null,
      stepUpUntil: session && session.stepUpUntil > clock.now() ? isoTime(session.stepUpUntil) : null,
      methods: { password: admin.passwordHash !== null, passkey: admin.passkeys > 0, openIdConnect },
    };
  }

  /** Signs out. */
  @Delete('session')
  @HttpCode(204)
  @ForSessions()
  async signOut(@CurrentAdmin() { admin, session }: SignedInAdmin, @Res({ passthrough: true }) response: Response) {
    await this.credentials.endSession(admin, session!.id);
    clearAdminSession(response, this.configuration.PUBLIC_URL);
  }

  /** Proves by the password who it is, for ten minutes: what changes keys and accounts asks for it. */
  @Post('session/step-up')
  @HttpCode(200)
  @ForSessions()
  async stepUp(@CurrentAdmin() current: SignedInAdmin, @Body() { password }: PasswordBody) {
    return { stepUpUntil: isoTime(await this.credentials.stepUp(current, password)) };
  }

  /** Where the admin is signed in. */
  @Get('sessions')
  @ForSessions()
  async list(@CurrentAdmin() { admin, session: current }: SignedInAdmin) {
    const sessions = (await this.credentials.sessions(admin)).map(({ id, createdAt, lastUsedAt, address, agent }) => ({
      id,
      created: isoTime(createdAt),
      lastUsed: isoTime(lastUsedAt),
      address,
      agent,
      isCurrent: id === current!.id,
    }));
    return { sessions };
  }

  /** Signs another browser of the admin out. */
  @Delete('sessions/:id')
  @HttpCode(204)
  @ForSessions()
  end(@CurrentAdmin() { admin }: SignedInAdmin, @Param('id') id: string) {
    return this.credentials.endSession(admin, id);
  }
}
