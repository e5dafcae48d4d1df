import { Controller, Get, Query, Req, Res, UseGuards } from '@nestjs/common';
import { ApiQuery } from '@nestjs/swagger';
import type { Request, Response } from 'express';
import { Problem } from '../../platform/http/problem.js';
import { Public } from '../../platform/http/public.decorator.js';
import type { CallingApplication } from '../../scim-auth/application-keys/application-key.strategy.js';
import { Application, ApplicationGuard } from '../../scim-auth/application-keys/application.guard.js';
import { Arrivals } from './arrivals.js';
import { EventStream } from './event-stream.js';
import { readTypes } from './event-types.js';
import { type FeedQuery, FeedService } from './feed.service.js';
import { numberOf } from './numbers.js';
import { readerOf } from './reader.js';

const MAX_PAGE = 500;
const MAX_WAIT_S = 30;
/** Events that a stream reads at a time. */
const STREAM_PAGE = 100;

type Parameters = Readonly<Record<string, string | undefined>>;

/** The events of an organization, for applications. */
@Controller('api/v1/organizations/:organizationId/events')
@UseGuards(ApplicationGuard)
@Public()
export class FeedController {
  constructor(
    private readonly feed: FeedService,
    private readonly stream: EventStream,
    private readonly arrivals: Arrivals,
  ) {}

  @Get()
  @ApiQuery({ name: 'after', required: false, description: 'Sequence number of the last event that is known.' })
  @ApiQuery({ name: 'limit', required: false, schema: { type: 'integer', default: 100, maximum: MAX_PAGE } })
  @ApiQuery({ name: 'wait', required: false, schema: { type: 'integer', default: 0, maximum: MAX_WAIT_S } })
  @ApiQuery({ name: 'types', required: false, example: 'user.*,group.members_changed' })
  async events(
    @Application() application: CallingApplication,
    @Query() query: Parameters,
    @Res() response: Response,
  ): Promise<void> {
    const limit = numberOf(query['limit'], 100, { name: 'limit', least: 1, most: MAX_PAGE });
    const wait = numberOf(query['wait'], 0, { name: 'wait', most: MAX_WAIT_S }) * 1_000;
    const wanted = feedQuery(application, query, limit, query['after']);
    const page = await this.feed.awaitPage(wanted, wait, readerOf(application, response));
    if (this.arrivals.isOver) response.setHeader('Connection', 'close');
    response.setHeader('Cache-Control', 'no-store');
    response.json(page);
  }

  @Get('stream')
  @ApiQuery({ name: 'after', required: false, description: 'Sequence number of the last event that is known.' })
  @ApiQuery({ name: 'types', required: false, example: 'user.*,group.members_changed' })
  async streamed(
    @Application() application: CallingApplication,
    @Query() query: Parameters,
    @Req() request: Request,
    @Res() response: Response,
  ): Promise<void> {
    if (!request.accepts('text/event-stream'))
      throw new Problem(406, 'not_acceptable', 'The stream is text/event-stream: without it, read …/events');
    const wanted = feedQuery(application, query, STREAM_PAGE, request.get('Last-Event-ID') || query['after']);
    await this.stream.send(wanted, response, readerOf(application, response));
  }
}

function feedQuery(
  { key }: CallingApplication,
  query: Parameters,
  limit: number,
  after: string | undefined,
): FeedQuery {
  return {
    organizationId: key.organizationId,
    after: numberOf(after, 0, { name: 'after' }),
    limit,
    types: readTypes(query['types']),
  };
}
