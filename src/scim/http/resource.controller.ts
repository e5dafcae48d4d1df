import { Delete, Headers, HttpCode, Param, Patch, Post, Put, Query, Res } from '@nestjs/common';
import type { Response } from 'express';
import type { ScimContext } from '../protocol/scim-context.js';
import { readProjectionParameters } from '../protocol/search-request.js';
import { ScimBody } from './body.decorator.js';
import { Caller } from './caller.decorator.js';
import { answer, type QueryParameters, ReadableResourceController } from './readable-resource.controller.js';

/** The endpoint of a resource type that identity providers read and write (RFC 7644 §3.2). */
export abstract class ResourceController extends ReadableResourceController {
  /** Whether a PATCH answers with the resource although the client did not choose attributes. */
  protected abstract readonly patchAnswersWithResource: boolean;

  @Post()
  async create(
    @Caller() caller: ScimContext,
    @ScimBody() body: unknown,
    @Query() query: QueryParameters,
    @Res({ passthrough: true }) response: Response,
  ): Promise<object> {
    const created = await this.service.create(caller, body, readProjectionParameters(query));
    response.location(this.service.locationOf(caller, created.id));
    return answer(response, created);
  }

  @Put(':id')
  async replace(
    @Caller() caller: ScimContext,
    @Param('id') id: string,
    @ScimBody() body: unknown,
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
    @ScimBody() body: unknown,
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
