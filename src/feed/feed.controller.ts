import { Controller, Get, Query, Res, UseFilters, UseGuards } from '@nestjs/common';
import type { Response } from 'express';
import { ProblemFilter } from '../onboarding/http/problem.filter.js';
import { invalid } from '../onboarding/problem.js';
import { Public } from '../public.decorator.js';
import { Application, ApplicationGuard, type CallingApplication } from './application.guard.js';
import { Arrivals } from './arrivals.js';
import { readTypes } from './event-types.js';
import { FeedService } from './feed.service.js';

const MAX_PAGE = 500;
const MAX_WAIT_S = 30;

/** The events of an organization, for applications. */
@Controller('api/v1/organizations/:organizationId/events')
@UseFilters(ProblemFilter)
@UseGuards(ApplicationGuard)
@Public()
export class FeedController {
  constructor(
    private readonly feed: FeedService,
    private readonly arrivals: Arrivals,
  ) {}

  @Get()
  async events(
    @Application() { key: { organizationId } }: CallingApplication,
    @Query() query: Record<string, string | undefined>,
    @Res() response: Response,
  ): Promise<void> {
    const closed = new AbortController();
    response.once('close', () => closed.abort());
    const types = readTypes(query['types']);
    const limit = numberIn(query, 'limit', 100, 1, MAX_PAGE);
    const wait = numberIn(query, 'wait', 0, 0, MAX_WAIT_S) * 1_000;
    const after = numberIn(query, 'after', 0);
    const page = await this.feed.awaitPage({ organizationId, after, limit, types }, wait, closed.signal);
    if (this.arrivals.isOver) response.setHeader('Connection', 'close');
    response.setHeader('Cache-Control', 'no-store');
    response.json(page);
  }
}

function numberIn(
  query: Record<string, unknown>,
  name: string,
  otherwise: number,
  least = 0,
  most = Number.MAX_SAFE_INTEGER,
): number {
  const text = query[name];
  if (text === undefined || text === '') return otherwise;
  const value = typeof text === 'string' && /^\d{1,16}$/.test(text) ? Number(text) : NaN;
  if (value >= least && value <= most) return value;
  throw invalid(`${name} has to be a whole number from ${least} to ${most}`);
}
