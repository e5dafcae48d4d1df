import { Body, Controller, Get, HttpCode, Post, Query, UseInterceptors } from '@nestjs/common';
import type { ScimContext } from '../protocol/scim-context.js';
import { readSearchBody, readSearchParameters } from '../protocol/search-request.js';
import { RootSearchService } from '../resource/root-search.service.js';
import { Caller } from './caller.decorator.js';
import { ScimInterceptor } from './scim.interceptor.js';

/** The base URL itself: queries over all resource types (RFC 7644 §3.4.2.1). */
@UseInterceptors(ScimInterceptor)
@Controller('scim/v2/:organizationId')
export class RootController {
  constructor(private readonly service: RootSearchService) {}

  @Get()
  search(@Caller() caller: ScimContext, @Query() query: Record<string, unknown>): Promise<object> {
    return this.service.search(caller, readSearchParameters(query));
  }

  @Post('.search')
  @HttpCode(200)
  searchByPost(@Caller() caller: ScimContext, @Body() body: unknown): Promise<object> {
    return this.service.search(caller, readSearchBody(body));
  }
}
