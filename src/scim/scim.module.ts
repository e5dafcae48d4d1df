import { Module } from '@nestjs/common';
import { APP_FILTER, DiscoveryModule } from '@nestjs/core';
import { DiscoveryController } from './discovery/discovery.controller.js';
import { PublicDiscoveryController } from './discovery/public-discovery.controller.js';
import { ResourceTypesRegistry } from './discovery/resource-types.registry.js';
import { RouteTable } from './http/route-table.js';
import { ScimExceptionFilter } from './http/scim-exception.filter.js';

/** The protocol. Knows no resource type: each feature plugs in its own attribute table. */
@Module({
  imports: [DiscoveryModule],
  controllers: [PublicDiscoveryController, DiscoveryController],
  providers: [ResourceTypesRegistry, RouteTable, { provide: APP_FILTER, useClass: ScimExceptionFilter }],
  exports: [ResourceTypesRegistry, RouteTable],
})
export class ScimModule {}
