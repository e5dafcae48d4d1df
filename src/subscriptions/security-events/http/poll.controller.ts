import { Body, Controller, HttpCode, Post, Req, Res, UseGuards, UsePipes, ValidationPipe } from '@nestjs/common';
import type { Request, Response } from 'express';
import type { CallingApplication } from '../../../scim-auth/application-keys/application-key.strategy.js';
import { Application, ApplicationGuard } from '../../../scim-auth/application-keys/application.guard.js';
import { Arrivals } from '../../feed/arrivals.js';
import { readerOf } from '../../feed/reader.js';
import { Problem } from '../../../platform/http/problem.js';
import { Public } from '../../../platform/http/public.decorator.js';
import { PollService } from '../poll.service.js';
import { MAX_EVENTS, PollBody } from './poll-body.js';

/** Security event tokens for applications that poll (RFC 8936). */
@Controller('api/v1/organizations/:organizationId/security-events')
@UseGuards(ApplicationGuard)
@UsePipes(new ValidationPipe({ whitelist: true, transform: true }))
@Public()
export class PollController {
  constructor(
    private readonly polls: PollService,
    private readonly arrivals: Arrivals,
  ) {}

  @Post('poll')
  @HttpCode(200)
  async poll(
    @Application() application: CallingApplication,
    @Body() body: PollBody,
    @Req() request: Request,
    @Res() response: Response,
  ): Promise<void> {
    if (!request.is('application/json')) throw new Problem(415, 'media_type', 'Send application/json');
    const { maxEvents, returnImmediately, ack, setErrs } = body;
    const poll = {
      maxEvents: Math.min(maxEvents, MAX_EVENTS),
      returnImmediately,
      ack,
      setErrs: new Map(Object.entries(setErrs ?? {}).map(([jti, { err }]) => [jti, err])),
    };
    const answer = await this.polls.poll(application.key, poll, readerOf(application, response));
    if (this.arrivals.isOver) response.setHeader('Connection', 'close');
    response.setHeader('Cache-Control', 'no-store');
    response.json(answer);
  }
}
