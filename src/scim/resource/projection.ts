import { type Attribute, named } from '../attributes/attribute.js';
import type { AttributeTarget, ResourceType } from '../attributes/resource-type.js';
import { parseAttrPath } from '../filter/attr-path.js';
import { LongList } from '../protocol/long-list.js';
import { invalidValue } from '../protocol/scim-error.js';

type Json = Record<string, unknown>;

/** How much of an attribute is returned: undefined for nothing, `whole`, or a test on its sub-attributes. */
type Part = 'whole' | ((name: string) => boolean) | undefined;

/**
 * Which attributes an answer carries (RFC 7644 §3.9): those returned by default, or the ones of `attributes`, or all
 * but the ones of `excludedAttributes`. `returned: always` stays and `returned: never` goes in every case.
 */
export class Projection {
  private static readonly usual = new WeakMap<ResourceType, Projection>();
  private readonly parts = new Map<Attribute, Part>();
  /** What is kept of the value that stands under a name of a resource. */
  private readonly keepers = new Map<string, (value: unknown) => unknown>();

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
    if (attributes.length > 0) return new Projection(type, targets(type, attributes), []);
    if (excludedAttributes.length > 0) return new Projection(type, undefined, targets(type, excludedAttributes));
    const usual = Projection.usual.get(type) ?? new Projection(type, undefined, []);
    Projection.usual.set(type, usual);
    return usual;
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
      const kept = this.keeper(name)(value);
      if (kept !== undefined) result[name] = kept;
    }
    return result;
  }

  /** Names of a resource are written as in its type, so that there are few of them. */
  private keeper(name: string): (value: unknown) => unknown {
    const keeper = this.keepers.get(name) ?? this.newKeeper(name);
    this.keepers.set(name, keeper);
    return keeper;
  }

  private newKeeper(name: string): (value: unknown) => unknown {
    const extension = this.type.extension(name);
    if (extension) return (values) => this.project(values as Json, extension.attributes, extension.id);
    const attribute = named(this.type.attributes, name);
    return (value) => attribute && this.projectValue(undefined, attribute, value);
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
    if (value instanceof LongList) return value.map(reduce);
    if (!Array.isArray(value)) return reduce(value);
    const elements = value.map(reduce).filter((element) => element !== undefined);
    return elements.length > 0 ? elements : undefined;
  }

  private part(extension: string | undefined, attribute: Attribute): Part {
    if (!this.parts.has(attribute)) this.parts.set(attribute, this.newPart(extension, attribute));
    return this.parts.get(attribute);
  }

  private newPart(extension: string | undefined, attribute: Attribute): Part {
    const among = (list: readonly AttributeTarget[]) =>
      list.filter((target) => target.extension === extension && target.attribute === attribute);
    const chosen = this.only && among(this.only);
    const excluded = among(this.excluded);
    const isWhole = (list: readonly AttributeTarget[]) => list.some(({ subAttribute }) => !subAttribute);
    const names = (list: readonly AttributeTarget[]) => new Set(list.map(({ subAttribute }) => subAttribute?.name));
    const part = returned(attribute, chosen && chosen.length > 0, isWhole(excluded), this.only !== undefined);
    if (!part) return undefined;
    const { subAttributes } = attribute;
    if (!subAttributes) return 'whole';
    const isPlain = subAttributes.every((sub) => sub.returned === 'default');
    const chosenNames = chosen && chosen.length > 0 && !isWhole(chosen) ? names(chosen) : undefined;
    if (isPlain && !chosenNames && (excluded.length === 0 || isWhole(excluded))) return 'whole';
    const excludedNames = names(excluded);
    const parts = new Map(
      subAttributes.map((sub) => {
        const isChosen = chosen && names(chosen).has(sub.name);
        return [sub.name, returned(sub, isChosen, excludedNames.has(sub.name), chosenNames !== undefined)];
      }),
    );
    return (name) => parts.get(name) ?? false;
  }
}

/** RFC 7643 §2.2, `returned`. @param selective whether the client listed what it wants at this level */
function returned(
  attribute: Attribute,
  isChosen: boolean | undefined,
  isExcluded: boolean,
  selective: boolean,
): boolean {
  switch (attribute.returned) {
    case 'never':
      return false;
    case 'always':
      return true;
    case 'request':
      return isChosen === true;
    case 'default':
      return selective ? isChosen === true : !isExcluded;
  }
}

/** What the names stand for; names that the resource type does not have select nothing. The URN of a schema names all of it. */
function targets(type: ResourceType, names: readonly string[]): AttributeTarget[] {
  return names.flatMap((name) => {
    const extension = type.extension(name);
    if (extension) return extension.attributes.map((attribute) => ({ extension: extension.id, attribute }));
    if (type.isCore(name)) return type.schema.attributes.map((attribute) => ({ attribute }));
    const attrPath = parseAttrPath(name);
    const target = attrPath && type.find(attrPath, true);
    return target ? [target] : [];
  });
}
