import { Controller, HttpCode, Post, Req } from '@nestjs/common';
import { ScimBody } from '../http/body.decorator.js';
import { Caller, type ScimRequest } from '../http/caller.decorator.js';
import type { ScimContext } from '../protocol/scim-context.js';
import { ResourcesRegistry } from '../resource/resources.registry.js';
import { readBulk } from './bulk-request.js';
import { type BulkResult, BulkRun } from './bulk-run.js';
import { BulkTargets } from './bulk-targets.js';

const BULK_RESPONSE = 'urn:ietf:params:scim:api:messages:2.0:BulkResponse';

/** `/Bulk` (RFC 7644 §3.7). Each result is sent as soon as it is there; a client that hangs up ends the run. */
@Controller('scim/v2/:organizationId/Bulk')
export class BulkController {
  constructor(private readonly registry: ResourcesRegistry) {}

  @Post()
  @HttpCode(200)
  bulk(@Caller() caller: ScimContext, @ScimBody() body: unknown, @Req() request: ScimRequest): AsyncIterable<string> {
    const targets = new BulkTargets(this.registry.list().filter(({ isProvisioned }) => isProvisioned));
    const run = new BulkRun(caller, readBulk(body), targets);
    request.bulk = run;
    return bulkResponse(run.results());
  }
}

async function* bulkResponse(results: AsyncIterable<BulkResult>): AsyncGenerator<string> {
  yield `{"schemas":${JSON.stringify([BULK_RESPONSE])},"Operations":[`;
  let separator = '';
  for await (const result of results) {
    yield separator + JSON.stringify(result);
    separator = ',';
  }
  yield ']}';
}
