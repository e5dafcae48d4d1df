import { Injectable } from '@nestjs/common';
import { DiscoveryService } from '@nestjs/core';
import type { ResourceRow } from './resource.repository.js';
import { ResourceService } from './resource.service.js';

/** The resource types that the application serves, each with its service, in the order of the modules that provide them. */
@Injectable()
export class ResourcesRegistry {
  private services?: readonly ResourceService<ResourceRow>[];

  constructor(private readonly discovery: DiscoveryService) {}

  list(): readonly ResourceService<ResourceRow>[] {
    this.services ??= this.discovery
      .getProviders()
      .map(({ instance }): unknown => instance)
      .filter((instance) => instance instanceof ResourceService);
    return this.services;
  }
}
