import type { Visibility } from './visible-text.js';

/** Data types of RFC 7643 §2.3. */
export type AttributeType =
  'string' | 'boolean' | 'decimal' | 'integer' | 'dateTime' | 'binary' | 'reference' | 'complex';

/** An attribute with every characteristic of RFC 7643 §7, and Muster's limits. */
export interface Attribute {
  readonly name: string;
  readonly type: AttributeType;
  readonly description: string;
  readonly multiValued: boolean;
  readonly required: boolean;
  readonly caseExact: boolean;
  readonly mutability: 'readOnly' | 'readWrite' | 'immutable' | 'writeOnly';
  readonly returned: 'always' | 'never' | 'default' | 'request';
  readonly uniqueness: 'none' | 'server' | 'global';
  readonly canonicalValues?: readonly string[];
  readonly referenceTypes?: readonly string[];
  readonly subAttributes?: readonly Attribute[];
  /** Longest value, in characters. */
  readonly maxLength: number;
  /** False when a filter may not name it, because its answer would give away what is never returned or never kept. */
  readonly filterable: boolean;
  /** What may stand in the text beside characters that can be seen; anything where it is not said. */
  readonly visibility?: Visibility;
  /** In lower case, what an element without it counts as when clients select by it with `eq`. */
  readonly assumed?: string;
  /** Its name in SCIM 1.1, in lower case, where that was another one. */
  readonly formerName?: string;
  /** Names in lower case by which other products mean it: a request with one of them is refused, not carried out in part. */
  readonly lookAlikes?: readonly string[];
  /**
   * True when the values are rows of their own and not part of the document. A write then says what to add and
   * remove, and the other values are never loaded.
   */
  readonly relation: boolean;
}

const DEFAULTS = {
  type: 'string',
  multiValued: false,
  required: false,
  caseExact: false,
  mutability: 'readWrite',
  returned: 'default',
  uniqueness: 'none',
  maxLength: 2_000,
  filterable: true,
  relation: false,
} as const satisfies Partial<Attribute>;

type Characteristics = Partial<Omit<Attribute, 'name' | 'description'>>;

/** An attribute with the defaults of RFC 7643 §2.2 for all that is not said. */
export function attribute(name: string, description: string, characteristics: Characteristics = {}): Attribute {
  return { name, description, ...DEFAULTS, ...characteristics };
}

/** A single-valued complex attribute. */
export function complex(
  name: string,
  description: string,
  subAttributes: Attribute[],
  characteristics: Characteristics = {},
): Attribute {
  return attribute(name, description, { type: 'complex', subAttributes, ...characteristics });
}

/** A multi-valued complex attribute with the default sub-attributes of RFC 7643 §2.4 unless others are given. */
export function plural(
  name: string,
  description: string,
  subAttributes: Attribute[],
  characteristics: Characteristics = {},
): Attribute {
  return complex(name, description, subAttributes, { multiValued: true, ...characteristics });
}

/** `type`, `primary` and `display` as most multi-valued attributes have them. @param assumed what no type counts as */
export function defaultSubAttributes(types: readonly string[] = [], assumed?: string): Attribute[] {
  return [
    attribute('display', 'A human-readable name, primarily used for display purposes.'),
    attribute('type', 'A label indicating the function of the value.', {
      ...(types.length > 0 && { canonicalValues: types }),
      ...(assumed && { assumed }),
    }),
    attribute('primary', 'Whether this is the preferred value. True for one value at most.', { type: 'boolean' }),
  ];
}

const indexes = new WeakMap<readonly Attribute[], ReadonlyMap<string, Attribute>>();

/** Attribute names are compared without case (RFC 7643 §2.1). @param attributes a list that does not change */
export function named(attributes: readonly Attribute[] | undefined, name: string): Attribute | undefined {
  if (!attributes) return undefined;
  let index = indexes.get(attributes);
  if (!index) {
    index = new Map(attributes.map((each) => [each.name.toLowerCase(), each]));
    indexes.set(attributes, index);
  }
  return index.get(name.toLowerCase());
}
