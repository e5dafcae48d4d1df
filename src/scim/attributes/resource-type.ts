import { type Attribute, named } from './attribute.js';
import { commonAttributes, type Schema } from './schema.js';

/** An attribute found by a path: the attribute itself, its parent when it is a sub-attribute, and where it lives. */
export interface AttributeTarget {
  /** URN of the extension whose object holds the attribute; absent for the core schema. */
  readonly extension?: string;
  readonly attribute: Attribute;
  readonly subAttribute?: Attribute;
}

/** `[schema ":"] attribute ["." subAttribute]`, as a client wrote it (RFC 7644 §3.10). */
export interface AttrPath {
  readonly schema?: string;
  readonly attribute: string;
  readonly subAttribute?: string;
}

/**
 * The attribute table of a resource type (RFC 7643 §6): its core schema and its extensions. Validation, filters, PATCH,
 * projection and discovery all read it.
 */
export class ResourceType {
  readonly attributes: readonly Attribute[];
  private readonly extensionsByUrn: ReadonlyMap<string, Schema>;

  constructor(
    readonly name: string,
    readonly endpoint: string,
    readonly description: string,
    readonly schema: Schema,
    readonly extensions: readonly Schema[] = [],
  ) {
    this.attributes = [...commonAttributes, ...schema.attributes];
    this.extensionsByUrn = new Map(extensions.map((extension) => [extension.id.toLowerCase(), extension]));
  }

  /** Adds extensions, which come before those of the same URN. */
  extendedBy(extensions: readonly Schema[]): ResourceType {
    const { name, endpoint, description, schema } = this;
    const urns = new Set(extensions.map(({ id }) => id.toLowerCase()));
    const others = this.extensions.filter(({ id }) => !urns.has(id.toLowerCase()));
    return new ResourceType(name, endpoint, description, schema, [...others, ...extensions]);
  }

  /** URNs are compared without case (RFC 8141 §3.1). */
  extension(urn: string): Schema | undefined {
    return this.extensionsByUrn.get(urn.toLowerCase());
  }

  /** The one extension that has an attribute of that name; undefined where several have, or the core schema. */
  extensionWith(name: string): Schema | undefined {
    if (named(this.attributes, name)) return undefined;
    const found = this.extensions.filter(({ attributes }) => named(attributes, name));
    return found.length === 1 ? found[0] : undefined;
  }

  isCore(urn: string): boolean {
    return urn.toLowerCase() === this.schema.id.toLowerCase();
  }

  /**
   * What a path names, or undefined when the resource type has no such attribute.
   * @param takesShortNames whether an attribute that one extension alone defines is found without its URN
   */
  find(path: AttrPath, takesShortNames = false): AttributeTarget | undefined {
    const { attribute: name, subAttribute: subName } = path;
    const schema = path.schema ?? (takesShortNames ? this.extensionWith(name)?.id : undefined);
    const extension = schema === undefined || this.isCore(schema) ? undefined : this.extension(schema);
    if (schema !== undefined && !this.isCore(schema) && !extension) return undefined;
    const attribute = named(extension ? extension.attributes : this.attributes, name);
    if (!attribute) return undefined;
    if (subName === undefined) return { extension: extension?.id, attribute };
    const subAttribute = named(attribute.subAttributes, subName);
    return subAttribute && { extension: extension?.id, attribute, subAttribute };
  }
}

/** Names from the top of the document down to the attribute. */
export function documentPath({ extension, attribute, subAttribute }: AttributeTarget): string[] {
  return [extension, attribute.name, subAttribute?.name].filter((name) => name !== undefined);
}
