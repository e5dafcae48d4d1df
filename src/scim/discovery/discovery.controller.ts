import { Controller, Get, Param, Query, UseInterceptors } from '@nestjs/common';
import { Configuration } from '../../config/configuration.js';
import { Caller } from '../http/caller.decorator.js';
import { ScimInterceptor } from '../http/scim.interceptor.js';
import { type ListResponse, listResponse } from '../protocol/list-response.js';
import type { ScimContext } from '../protocol/scim-context.js';
import { ScimError } from '../protocol/scim-error.js';
import { ResourceTypesRegistry } from './resource-types.registry.js';
import { resourceTypeResource, schemaResource, serviceProviderConfig } from './representations.js';

/** What the server does, generated from the attribute tables (RFC 7644 §4). */
@UseInterceptors(ScimInterceptor)
@Controller('scim/v2/:organizationId')
export class DiscoveryController {
  constructor(
    private readonly configuration: Configuration,
    private readonly registry: ResourceTypesRegistry,
  ) {}

  @Get('ServiceProviderConfig')
  serviceProviderConfig(@Caller() { baseUrl }: ScimContext): object {
    return serviceProviderConfig(baseUrl, this.configuration.SCIM_MAX_PAYLOAD_SIZE);
  }

  @Get('ResourceTypes')
  resourceTypes(@Caller() { baseUrl }: ScimContext, @Query('filter') filter: unknown): ListResponse {
    refuseFilter(filter);
    return listResponse(this.registry.list().map((type) => resourceTypeResource(type, baseUrl)));
  }

  @Get('ResourceTypes/:name')
  resourceType(@Caller() { baseUrl }: ScimContext, @Param('name') name: string): object {
    const type = this.registry.list().find((candidate) => candidate.name === name);
    if (!type) throw new ScimError(404, 'There is no resource type of this name: see /ResourceTypes');
    return resourceTypeResource(type, baseUrl);
  }

  @Get('Schemas')
  schemas(@Caller() { baseUrl }: ScimContext, @Query('filter') filter: unknown): ListResponse {
    refuseFilter(filter);
    return listResponse(this.allSchemas().map((schema) => schemaResource(schema, baseUrl)));
  }

  @Get('Schemas/:id')
  schema(@Caller() { baseUrl }: ScimContext, @Param('id') id: string): object {
    const schema = this.allSchemas().find((candidate) => candidate.id.toLowerCase() === id.toLowerCase());
    if (!schema) throw new ScimError(404, 'There is no schema of this URN: see /Schemas');
    return schemaResource(schema, baseUrl);
  }

  private allSchemas() {
    return this.registry.list().flatMap(({ schema, extensions }) => [schema, ...extensions]);
  }
}

/** RFC 7644 §4: a filter on these endpoints is answered with 403. */
function refuseFilter(filter: unknown): void {
  if (filter !== undefined) throw new ScimError(403, 'This endpoint cannot be filtered: read all of it');
}
