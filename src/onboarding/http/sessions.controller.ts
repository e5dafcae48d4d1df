import { Body, Controller, Delete, HttpCode, Param, Post, Res, UsePipes, ValidationPipe } from '@nestjs/common';
import type { Response } from 'express';
import { Configuration } from '../../platform/config/configuration.js';
import { SignInService } from '../sign-in.service.js';
import { AnswerBody, ChallengeBody } from './bodies.js';
import { ForAnybody, ForMembers, Member } from '../../access/member.guard.js';
import type { SignedIn } from '../../access/signed-in-members.js';
import { clearSession, setSession } from '../../access/sessions/session-cookie.js';

/** Signing in by a key, and out. */
@Controller('api/v1/organizations/:organizationId/sessions')
@UsePipes(new ValidationPipe({ whitelist: true, forbidNonWhitelisted: true, transform: true }))
export class SessionsController {
  constructor(
    private readonly configuration: Configuration,
    private readonly signIn: SignInService,
  ) {}

  @Post('challenge')
  @HttpCode(200)
  @ForAnybody()
  async challenge(@Param('organizationId') organizationId: string, @Body() { recipient }: ChallengeBody) {
    return { challenge: await this.signIn.challenge(organizationId, recipient) };
  }

  @Post()
  @ForAnybody()
  async create(
    @Param('organizationId') organizationId: string,
    @Body() { recipient, answer }: AnswerBody,
    @Res({ passthrough: true }) response: Response,
  ) {
    const { status, session } = await this.signIn.answer(organizationId, recipient, answer);
    setSession(response, this.configuration.PUBLIC_URL, organizationId, session);
    return { status };
  }

  @Delete('current')
  @HttpCode(204)
  @ForMembers()
  async delete(@Member() { session }: SignedIn, @Res({ passthrough: true }) response: Response) {
    await this.signIn.signOut(session);
    clearSession(response, this.configuration.PUBLIC_URL, session.organizationId);
  }
}
