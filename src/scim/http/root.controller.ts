import { Controller, Get, HttpCode, Post, Query } from '@nestjs/common';
import type { ScimContext } from '../protocol/scim-context.js';
import { readSearchBody, readSearchParameters } from '../protocol/search-request.js';
import { RootSearchService } from '../resource/root-search.service.js';
import { toResponseBody } from './answer-text.js';
import { ScimBody } from './scim-body.decorator.js';
import { Caller } from './caller.decorator.js';

/** The base URL itself: queries over all resource types (RFC 7644 §3.4.2.1). */
@Controller('scim/v2/:organizationId')
export class RootController {
  constructor(private readonly service: RootSearchService) {}

  @Get()
  async search(@Caller() caller: ScimContext, @Query() query: Record<string, unknown>): Promise<object> {
    return toResponseBody(await this.service.search(caller, readSearchParameters(query)));
  }

  @Post('.search')
  @HttpCode(200)
  async searchByPost(@Caller() caller: ScimContext, @ScimBody() body: unknown): Promise<object> {
    return toResponseBody(await this.service.search(caller, readSearchBody(body)));
  }
}
