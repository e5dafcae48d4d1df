import { Injectable } from '@nestjs/common';
import type { ResourceType } from '../attributes/resource-type.js';

/** The resource types that the application serves: each feature registers its own. */
@Injectable()
export class ResourceTypesRegistry {
  private readonly types: ResourceType[] = [];

  register(type: ResourceType): void {
    this.types.push(type);
  }

  list(): readonly ResourceType[] {
    return this.types;
  }
}
