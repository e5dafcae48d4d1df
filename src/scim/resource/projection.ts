import { type Attribute, named } from '../attributes/attribute.js';
import type { AttributeTarget, ResourceType } from '../attributes/resource-type.js';
import { parseAttrPath } from '../filter/attr-path.js';
import { invalidValue } from '../protocol/scim-error.js';

type Json = Record<string, unknown>;

/**
 * Which attributes an answer carries (RFC 7644 §3.9): those returned by default, or the ones of `attributes`, or all
 * but the ones of `excludedAttributes`. `returned: always` stays and `returned: never` goes in every case.
 */
export class Projection {
  private constructor(
    private readonly type: ResourceType,
    private readonly only: readonly AttributeTarget[] | undefined,
    private readonly excluded: readonly AttributeTarget[],
  ) {}

  /** @throws ScimError invalidValue when both lists are given, which exclude each other */
  static of(
    type: ResourceType,
    attributes: readonly string[] = [],
    excludedAttributes: readonly string[] = [],
  ): Projection {
    if (attributes.length > 0 && excludedAttributes.length > 0)
      throw invalidValue('"attributes" and "excludedAttributes" cannot be given together');
    const only = attributes.length > 0 ? targets(type, attributes) : undefined;
    return new Projection(type, only, targets(type, excludedAttributes));
  }

  /** True when the client chose; a PATCH then answers with the resource (RFC 7644 §3.5.2). */
  get chosen(): boolean {
    return this.only !== undefined || this.excluded.length > 0;
  }

  /** Whether any part of a core attribute is returned: what is not needs not to be loaded. */
  includes(name: string): boolean {
    const attribute = named(this.type.attributes, name);
    return attribute !== undefined && this.part(undefined, attribute) !== undefined;
  }

  apply(resource: Json): Json {
    const result: Json = {};
    for (const [name, value] of Object.entries(resource)) {
      const extension = this.type.extension(name);
      const kept = extension
        ? this.project(value as Json, extension.attributes, extension.id)
        : this.projectValue(undefined, named(this.type.attributes, name)!, value);
      if (kept !== undefined) result[name] = kept;
    }
    return result;
  }

  private project(values: Json, attributes: readonly Attribute[], extension?: string): Json | undefined {
    const kept = Object.entries(values)
      .map(([name, value]) => [name, this.projectValue(extension, named(attributes, name)!, value)] as const)
      .filter(([, value]) => value !== undefined);
    return kept.length > 0 ? Object.fromEntries(kept) : undefined;
  }

  private projectValue(extension: string | undefined, attribute: Attribute, value: unknown): unknown {
    const part = this.part(extension, attribute);
    if (part === undefined || part === 'whole') return part && value;
    const reduce = (element: unknown) => {
      const kept = Object.entries(element as Json).filter(([name]) => part(name));
      return kept.length > 0 ? Object.fromEntries(kept) : undefined;
    };
    if (!Array.isArray(value)) return reduce(value);
    return value.map(reduce).filter((element) => element !== undefined);
  }

  /** How much of an attribute is returned: undefined for nothing, `whole`, or a test on its sub-attributes. */
  private part(extension: string | undefined, attribute: Attribute): 'whole' | ((name: string) => boolean) | undefined {
    if (attribute.returned === 'never') return undefined;
    if (attribute.returned === 'always') return 'whole';
    const matching = (list: readonly AttributeTarget[]) =>
      list.filter((target) => target.extension === extension && target.attribute === attribute);
    if (this.only) {
      const chosen = matching(this.only);
      if (chosen.length === 0) return undefined;
      if (chosen.some(({ subAttribute }) => !subAttribute)) return 'whole';
      return (name) => chosen.some(({ subAttribute }) => subAttribute!.name === name);
    }
    if (attribute.returned === 'request') return undefined;
    const excluded = matching(this.excluded);
    if (excluded.some(({ subAttribute }) => !subAttribute)) return undefined;
    return excluded.length === 0
      ? 'whole'
      : (name) => !excluded.some(({ subAttribute }) => subAttribute!.name === name);
  }
}

/** What the names stand for; names that the resource type does not have select nothing. The URN of a schema names all of it. */
function targets(type: ResourceType, names: readonly string[]): AttributeTarget[] {
  return names.flatMap((name) => {
    const extension = type.extension(name);
    if (extension) return extension.attributes.map((attribute) => ({ extension: extension.id, attribute }));
    if (type.isCore(name)) return type.schema.attributes.map((attribute) => ({ attribute }));
    const attrPath = parseAttrPath(name);
    const target = attrPath && type.find(attrPath);
    return target ? [target] : [];
  });
}
