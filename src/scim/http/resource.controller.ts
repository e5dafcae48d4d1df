import {
  Body,
  Delete,
  Get,
  Headers,
  HttpCode,
  Param,
  Patch,
  Post,
  Put,
  Query,
  Res,
  UseInterceptors,
} from '@nestjs/common';
import type { Response } from 'express';
import { etagOf, namesVersion } from '../protocol/etag.js';
import type { ScimContext } from '../protocol/scim-context.js';
import { readProjectionParameters, readSearchBody, readSearchParameters } from '../protocol/search-request.js';
import type { ResourceRow } from '../resource/resource.repository.js';
import type { Representation, ResourceService } from '../resource/resource.service.js';
import { Caller } from './caller.decorator.js';
import { ScimInterceptor } from './scim.interceptor.js';

type QueryParameters = Record<string, unknown>;

/** The endpoint of a resource type (RFC 7644 §3.2). */
@UseInterceptors(ScimInterceptor)
export abstract class ResourceController {
  protected constructor(
    private readonly service: ResourceService<ResourceRow>,
    /** Whether a PATCH answers with the resource although the client did not choose attributes. */
    private readonly patchAnswersWithResource: boolean,
  ) {}

  @Get()
  search(@Caller() caller: ScimContext, @Query() query: QueryParameters): Promise<object> {
    return this.service.search(caller, readSearchParameters(query));
  }

  @Post('.search')
  @HttpCode(200)
  searchByPost(@Caller() caller: ScimContext, @Body() body: unknown): Promise<object> {
    return this.service.search(caller, readSearchBody(body));
  }

  @Post()
  async create(
    @Caller() caller: ScimContext,
    @Body() body: unknown,
    @Query() query: QueryParameters,
    @Res({ passthrough: true }) response: Response,
  ): Promise<object> {
    const created = await this.service.create(caller, body, readProjectionParameters(query));
    response.location(`${caller.baseUrl}${this.service.type.endpoint}/${created.id}`);
    return answer(response, created);
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

  @Put(':id')
  async replace(
    @Caller() caller: ScimContext,
    @Param('id') id: string,
    @Body() body: unknown,
    @Query() query: QueryParameters,
    @Headers('if-match') ifMatch: string | undefined,
    @Res({ passthrough: true }) response: Response,
  ): Promise<object> {
    const replaced = await this.service.replace(caller, id, body, ifMatch, readProjectionParameters(query));
    return answer(response, replaced);
  }

  @Patch(':id')
  async patch(
    @Caller() caller: ScimContext,
    @Param('id') id: string,
    @Body() body: unknown,
    @Query() query: QueryParameters,
    @Headers('if-match') ifMatch: string | undefined,
    @Res({ passthrough: true }) response: Response,
  ): Promise<object | undefined> {
    const request = readProjectionParameters(query);
    const patched = await this.service.patch(caller, id, body, ifMatch, request, this.patchAnswersWithResource);
    if (patched) return answer(response, patched);
    response.status(204);
    return undefined;
  }

  @Delete(':id')
  @HttpCode(204)
  delete(
    @Caller() caller: ScimContext,
    @Param('id') id: string,
    @Headers('if-match') ifMatch: string | undefined,
  ): Promise<void> {
    return this.service.delete(caller, id, ifMatch);
  }
}

function answer(response: Response, { version, body }: Representation): object {
  response.setHeader('ETag', etagOf(version));
  return body;
}
