import type { ResourceType } from './resource-type.js';
import type { Schema } from './schema.js';

/** Extension schemas that an organization has beside the built-in ones. */
export class Extensions {
  static readonly none = new Extensions(new Map());
  private readonly extended = new Map<ResourceType, ResourceType>();

  /** @param schemas by the name of the resource type that they extend */
  constructor(private readonly schemas: ReadonlyMap<string, readonly Schema[]>) {}

  /** The attribute table of a resource type as the organization has it. */
  of(type: ResourceType): ResourceType {
    const own = this.schemas.get(type.name);
    if (!own) return type;
    const extended = this.extended.get(type) ?? type.extendedBy(own);
    this.extended.set(type, extended);
    return extended;
  }
}
