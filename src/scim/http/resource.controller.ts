import { Delete, Headers, Inject, Param, Patch, Post, Put, Query, Res } from '@nestjs/common';
import type { Response } from 'express';
import { newId } from '../../platform/ids/new-id.js';
import { AsyncRequestsService } from '../async/async-requests.service.js';
import { single } from '../async/stored-request.js';
import type { ScimContext } from '../protocol/scim-context.js';
import { readProjectionParameters } from '../protocol/search-request.js';
import type { Write } from '../resource/resource.service.js';
import { ScimBody } from './scim-body.decorator.js';
import { Caller } from './caller.decorator.js';
import { answer, type QueryParameters, ReadableResourceController } from './readable-resource.controller.js';

/** The endpoint of a resource type that identity providers read and write (RFC 7644 §3.2). */
export abstract class ResourceController extends ReadableResourceController {
  @Inject() private readonly asyncRequests: AsyncRequestsService;

  @Post()
  async create(
    @Caller() caller: ScimContext,
    @ScimBody() body: unknown,
    @Query() query: QueryParameters,
    @Headers('prefer') prefer: string | undefined,
    @Res({ passthrough: true }) response: Response,
  ): Promise<object | undefined> {
    const request = readProjectionParameters(query);
    const id = newId();
    if (await this.deferIfPreferred(prefer, caller, response, { method: 'POST', id, body, request })) return undefined;
    const created = await this.service.create(caller, body, request, id);
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
    @Headers('prefer') prefer: string | undefined,
    @Res({ passthrough: true }) response: Response,
  ): Promise<object | undefined> {
    const request = readProjectionParameters(query);
    if (await this.deferIfPreferred(prefer, caller, response, { method: 'PUT', id, body, ifMatch, request }))
      return undefined;
    const replaced = await this.service.replace(caller, id, body, ifMatch, request);
    return answer(response, replaced);
  }

  @Patch(':id')
  async patch(
    @Caller() caller: ScimContext,
    @Param('id') id: string,
    @ScimBody() body: unknown,
    @Query() query: QueryParameters,
    @Headers('if-match') ifMatch: string | undefined,
    @Headers('prefer') prefer: string | undefined,
    @Res({ passthrough: true }) response: Response,
  ): Promise<object | undefined> {
    const request = readProjectionParameters(query);
    if (await this.deferIfPreferred(prefer, caller, response, { method: 'PATCH', id, body, ifMatch, request }))
      return undefined;
    const patched = await this.service.patch(caller, id, body, ifMatch, request);
    if (patched) return answer(response, patched);
    response.status(204);
    return undefined;
  }

  @Delete(':id')
  async delete(
    @Caller() caller: ScimContext,
    @Param('id') id: string,
    @Headers('if-match') ifMatch: string | undefined,
    @Headers('prefer') prefer: string | undefined,
    @Res({ passthrough: true }) response: Response,
  ): Promise<void> {
    if (await this.deferIfPreferred(prefer, caller, response, { method: 'DELETE', id, ifMatch })) return;
    await this.service.delete(caller, id, ifMatch);
    response.status(204);
  }

  /** Whether the client prefers that a write is carried out later, and was answered so. */
  private async deferIfPreferred(
    prefer: string | undefined,
    caller: ScimContext,
    response: Response,
    write: Write,
  ): Promise<boolean> {
    if (prefer === undefined) return false;
    const { service } = this;
    return this.asyncRequests.take(prefer, caller, response, {
      location: service.locationOf(caller, write.id),
      read: () => {
        service.examine(caller, write);
        return single(service.type.endpoint, write);
      },
    });
  }
}
