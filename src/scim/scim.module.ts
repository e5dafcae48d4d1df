import { Module } from '@nestjs/common';
import { DiscoveryModule } from '@nestjs/core';
import { TypeOrmModule } from '@nestjs/typeorm';
import { EventsModule } from '../events/events.module.js';
import { SecretsModule } from '../platform/secrets/secrets.module.js';
import { AsyncQueue, AsyncRequest } from './async/async-request.entity.js';
import { AsyncRequestsRepository } from './async/async-requests.repository.js';
import { AsyncRequestsService } from './async/async-requests.service.js';
import { BulkController } from './bulk/bulk.controller.js';
import { DiscoveryController } from './discovery/discovery.controller.js';
import { PublicDiscoveryController } from './discovery/public-discovery.controller.js';
import { MeController } from './http/me.controller.js';
import { RootController } from './http/root.controller.js';
import { RouteTable } from './http/route-table.js';
import { PagingService } from './paging/paging.service.js';
import { WalkRetention } from './paging/walk-retention.js';
import { Walk } from './paging/walk.entity.js';
import { Walks } from './paging/walks.js';
import { WalksRepository } from './paging/walks.repository.js';
import { ResourceKernel } from './resource/resource-kernel.js';
import { RootSearchService } from './resource/root-search.service.js';
import { ResourcesRegistry } from './resource/resources.registry.js';
import { WriteHooks } from './resource/write-hooks.js';
import { ResourceCount } from './resource/resource-count.entity.js';
import { UniqueValueRow } from './resource/unique-value.entity.js';

/** The protocol. Knows no resource type: each feature plugs in its own attribute table. */
@Module({
  imports: [
    TypeOrmModule.forFeature([ResourceCount, UniqueValueRow, AsyncQueue, AsyncRequest, Walk]),
    DiscoveryModule,
    SecretsModule,
    EventsModule,
  ],
  controllers: [PublicDiscoveryController, DiscoveryController, RootController, MeController, BulkController],
  providers: [
    ResourceKernel,
    WriteHooks,
    ResourcesRegistry,
    RouteTable,
    PagingService,
    Walks,
    WalksRepository,
    WalkRetention,
    RootSearchService,
    AsyncRequestsRepository,
    AsyncRequestsService,
  ],
  exports: [
    ResourceKernel,
    ResourcesRegistry,
    RouteTable,
    PagingService,
    AsyncRequestsRepository,
    AsyncRequestsService,
  ],
})
export class ScimModule {}
