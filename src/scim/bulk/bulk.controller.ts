import { Controller, Headers, Post, Req, Res } from '@nestjs/common';
import type { Response } from 'express';
import { AsyncRequestsService } from '../async/async-requests.service.js';
import { ScimBody } from '../http/scim-body.decorator.js';
import { Caller, type ScimRequest } from '../http/caller.decorator.js';
import type { ScimContext } from '../protocol/scim-context.js';
import { ResourcesRegistry } from '../resource/resources.registry.js';
import { examineBulk } from './bulk-examination.js';
import { readBulk } from './bulk-request.js';
import { BulkRun, type BulkStep, idsFor } from './bulk-run.js';
import { BulkTargets } from './bulk-targets.js';

const BULK_RESPONSE = 'urn:ietf:params:scim:api:messages:2.0:BulkResponse';

/** `/Bulk` (RFC 7644 §3.7). Each result is sent as soon as it is there; a client that hangs up ends the run. */
@Controller('scim/v2/:organizationId/Bulk')
export class BulkController {
  constructor(
    private readonly registry: ResourcesRegistry,
    private readonly asyncRequests: AsyncRequestsService,
  ) {}

  @Post()
  async bulk(
    @Caller() caller: ScimContext,
    @ScimBody() body: unknown,
    @Headers('prefer') prefer: string | undefined,
    @Req() request: ScimRequest,
    @Res({ passthrough: true }) response: Response,
  ): Promise<AsyncIterable<string> | undefined> {
    const targets = BulkTargets.of(this.registry);
    const bulk = readBulk(body);
    const ids = idsFor(bulk);
    const read = () => {
      examineBulk(bulk, targets);
      return { ...bulk, isBulk: true, ids };
    };
    if (prefer !== undefined && (await this.asyncRequests.take(prefer, caller, response, { read }))) return undefined;
    const run = new BulkRun(() => caller, bulk, targets, ids);
    request.bulk = run;
    response.status(200);
    return bulkResponse(run.steps());
  }
}

async function* bulkResponse(steps: AsyncIterable<BulkStep>): AsyncGenerator<string> {
  yield `{"schemas":${JSON.stringify([BULK_RESPONSE])},"Operations":[`;
  let separator = '';
  for await (const { result } of steps) {
    yield separator + JSON.stringify(result);
    separator = ',';
  }
  yield ']}';
}
