import { Get, Headers, HttpCode, Param, Post, Query, Res } from '@nestjs/common';
import type { Response } from 'express';
import { etagOf, namesVersion } from '../protocol/etag.js';
import type { ScimContext } from '../protocol/scim-context.js';
import { readProjectionParameters, readSearchBody, readSearchParameters } from '../protocol/search-request.js';
import type { ResourceRow } from '../resource/resource.repository.js';
import type { Representation } from '../resource/resource-reader.js';
import type { ResourceService } from '../resource/resource.service.js';
import { toResponseBody } from './answer-text.js';
import { ScimBody } from './scim-body.decorator.js';
import { Caller } from './caller.decorator.js';

export type QueryParameters = Record<string, unknown>;

/** The endpoint of a resource type that identity providers read (RFC 7644 §3.4). */
export abstract class ReadableResourceController {
  protected abstract readonly service: ResourceService<ResourceRow>;

  @Get()
  async search(@Caller() caller: ScimContext, @Query() query: QueryParameters): Promise<object> {
    return toResponseBody(await this.service.search(caller, readSearchParameters(query)));
  }

  @Post('.search')
  @HttpCode(200)
  async searchByPost(@Caller() caller: ScimContext, @ScimBody() body: unknown): Promise<object> {
    return toResponseBody(await this.service.search(caller, readSearchBody(body)));
  }

  @Get(':id')
  async get(
    @Caller() caller: ScimContext,
    @Param('id') id: string,
    @Query() query: QueryParameters,
    @Headers('if-none-match') ifNoneMatch: string | undefined,
    @Res({ passthrough: true }) response: Response,
  ): Promise<object | undefined> {
    const found = await this.service.get(caller, id, readProjectionParameters(query));
    if (ifNoneMatch === undefined || !namesVersion(ifNoneMatch, found.version)) return answer(response, found);
    response.status(304).setHeader('ETag', etagOf(found.version));
    return undefined;
  }
}

/** The body of an answer with one resource, its version in the header. */
export function answer(response: Response, { version, body }: Representation): object {
  response.setHeader('ETag', etagOf(version));
  return toResponseBody(body);
}
