import type { AttrPath } from '../attributes/resource-type.js';
import { invalidFilter } from '../protocol/scim-error.js';

export type CompareOp = 'eq' | 'ne' | 'co' | 'sw' | 'ew' | 'gt' | 'ge' | 'lt' | 'le';

/** `false / null / true / number / string` of RFC 7644 §3.4.2.2. */
export type CompValue = string | number | boolean | null;

/** `attrPath SP compareOp SP compValue` */
export interface Comparison {
  readonly kind: 'comparison';
  readonly attrPath: AttrPath;
  readonly compareOp: CompareOp;
  readonly compValue: CompValue;
}

/** `attrPath SP "pr"` */
interface Presence {
  readonly kind: 'presence';
  readonly attrPath: AttrPath;
}

/** `attrPath "[" valFilter "]"`: one element satisfies the whole filter. */
export interface ValuePath {
  readonly kind: 'valuePath';
  readonly attrPath: AttrPath;
  readonly filter: Filter;
}

interface Logical {
  readonly kind: 'and' | 'or';
  readonly terms: readonly Filter[];
}

export interface Not {
  readonly kind: 'not';
  readonly filter: Filter;
}

export type Filter = Comparison | Presence | ValuePath | Logical | Not;

/** The attributes that a filter asks for at the top level; those inside brackets belong to the attribute before them. */
export function attrPathsOf(filter: Filter): AttrPath[] {
  switch (filter.kind) {
    case 'and':
    case 'or':
      return filter.terms.flatMap(attrPathsOf);
    case 'not':
      return attrPathsOf(filter.filter);
    default:
      return [filter.attrPath];
  }
}

/** How many values a filter compares or looks for. */
export function comparisonsIn(filter: Filter): number {
  switch (filter.kind) {
    case 'and':
    case 'or':
      return filter.terms.reduce((total, term) => total + comparisonsIn(term), 0);
    case 'not':
    case 'valuePath':
      return comparisonsIn(filter.filter);
    default:
      return 1;
  }
}

/** The filter in the brackets of a single-valued complex attribute, as one on its sub-attributes: `name[familyName pr]`. */
export function withinAttribute(filter: Filter, attrPath: AttrPath): Filter {
  switch (filter.kind) {
    case 'and':
    case 'or':
      return { kind: filter.kind, terms: filter.terms.map((term) => withinAttribute(term, attrPath)) };
    case 'not':
      return { kind: 'not', filter: withinAttribute(filter.filter, attrPath) };
    case 'valuePath':
      throw invalidFilter('A value filter cannot stand inside another one');
    default: {
      const { schema, attribute, subAttribute } = filter.attrPath;
      if (schema !== undefined || subAttribute !== undefined)
        throw invalidFilter(`Inside "${attrPath.attribute}[…]" its sub-attributes stand alone`);
      return { ...filter, attrPath: { ...attrPath, subAttribute: attribute } };
    }
  }
}
