import { Injectable } from '@nestjs/common';
import type { ResourceRow } from './resource.repository.js';
import type { ResourceService } from './resource.service.js';

/** The resource types that the application serves, each with its service: features register their own. */
@Injectable()
export class ResourcesRegistry {
  private readonly services: ResourceService<ResourceRow>[] = [];

  register(service: ResourceService<ResourceRow>): void {
    this.services.push(service);
  }

  list(): readonly ResourceService<ResourceRow>[] {
    return this.services;
  }
}
