import { Controller, Get, Param, Query } from '@nestjs/common';
import { Configuration } from '../../platform/config/configuration.js';
import type { ResourceType } from '../attributes/resource-type.js';
import type { Schema } from '../attributes/schema.js';
import { Caller } from '../http/caller.decorator.js';
import { type ListResponse, listResponse } from '../protocol/list-response.js';
import type { ScimContext } from '../protocol/scim-context.js';
import { ScimError } from '../protocol/scim-error.js';
import { refuseFilter } from './refuse-filter.js';
import { ResourcesRegistry } from '../resource/resources.registry.js';
import { resourceTypeResource, schemaResource, serviceProviderConfig } from './representations.js';

/** What the server does, generated from the attribute tables (RFC 7644 §4). */
@Controller('scim/v2/:organizationId')
export class DiscoveryController {
  constructor(
    private readonly configuration: Configuration,
    private readonly registry: ResourcesRegistry,
  ) {}

  @Get('ServiceProviderConfig')
  serviceProviderConfig(@Caller() { baseUrl, profile }: ScimContext, @Query() query: Record<string, unknown>): object {
    refuseFilter(query);
    return serviceProviderConfig(baseUrl, this.configuration, profile);
  }

  @Get('ResourceTypes')
  resourceTypes(@Caller() caller: ScimContext, @Query() query: Record<string, unknown>): ListResponse {
    refuseFilter(query);
    return listResponse(this.types(caller).map((type) => resourceTypeResource(type, caller.baseUrl)));
  }

  @Get('ResourceTypes/:name')
  resourceType(@Caller() caller: ScimContext, @Param('name') name: string): object {
    const type = this.types(caller).find((candidate) => candidate.name === name);
    if (!type) throw new ScimError(404, 'There is no resource type of this name: see /ResourceTypes');
    return resourceTypeResource(type, caller.baseUrl);
  }

  @Get('Schemas')
  schemas(@Caller() caller: ScimContext, @Query() query: Record<string, unknown>): ListResponse {
    refuseFilter(query);
    return listResponse(
      this.allSchemas(caller).map((schema) => schemaResource(schema, caller.baseUrl, caller.profile)),
    );
  }

  @Get('Schemas/:id')
  schema(@Caller() caller: ScimContext, @Param('id') id: string): object {
    const schema = this.allSchemas(caller).find((candidate) => candidate.id.toLowerCase() === id.toLowerCase());
    if (!schema) throw new ScimError(404, 'There is no schema of this URN: see /Schemas');
    return schemaResource(schema, caller.baseUrl, caller.profile);
  }

  private types({ extensions }: ScimContext): ResourceType[] {
    const services = this.registry
      .list()
      .toSorted((left, right) => Number(right.isProvisioned) - Number(left.isProvisioned));
    return services.map(({ type }) => extensions.of(type));
  }

  private allSchemas(caller: ScimContext): Schema[] {
    return this.types(caller).flatMap(({ schema, extensions }) => [schema, ...extensions]);
  }
}
