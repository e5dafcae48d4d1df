import { type Attribute, named } from '../attributes/attribute.js';
import { isObject } from '../attributes/document.js';
import { whyNoSubAttribute } from '../attributes/nearest.js';
import type { AttrPath } from '../attributes/resource-type.js';
import type { Profile } from '../protocol/profile.js';
import { invalidFilter } from '../protocol/scim-error.js';
import type { Comparison, CompareOp, Filter } from './ast.js';
import { comparable, comparableLiteral, isAssumed } from './comparable.js';

/** A complex value, or the plain value of a list that has no sub-attributes. */
type Test = (element: unknown) => boolean;

/**
 * The value filter of a PATCH path, to select elements of the one resource that is being changed. Says the same as the
 * SQL compiler says of stored elements.
 * @param assumes whether an element without a type counts as having the one that is assumed
 * @throws ScimError invalidFilter when the filter does not fit the attribute
 */
export function elementFilter(filter: Filter, attribute: Attribute, profile: Profile, assumes = false): Test {
  switch (filter.kind) {
    case 'and': {
      const tests = filter.terms.map((term) => elementFilter(term, attribute, profile, assumes));
      return (element) => tests.every((test) => test(element));
    }
    case 'or': {
      const tests = filter.terms.map((term) => elementFilter(term, attribute, profile, assumes));
      return (element) => tests.some((test) => test(element));
    }
    case 'not': {
      const test = elementFilter(filter.filter, attribute, profile, assumes);
      return (element) => !test(element);
    }
    case 'presence': {
      const subAttribute = subAttributeOf(filter.attrPath, attribute);
      return (element) => isPresent(valueIn(element, subAttribute));
    }
    case 'comparison':
      return comparison(filter, attribute, profile, assumes);
    case 'valuePath':
      throw invalidFilter('A value filter cannot stand inside another one');
  }
}

function comparison(
  { attrPath, compareOp, compValue }: Comparison,
  attribute: Attribute,
  profile: Profile,
  assumes: boolean,
): Test {
  const subAttribute = subAttributeOf(attrPath, attribute);
  if (compValue === null) {
    if (compareOp !== 'eq' && compareOp !== 'ne') throw invalidFilter('null can be compared with eq and ne only');
    return (element) => isPresent(valueIn(element, subAttribute)) === (compareOp === 'ne');
  }
  const literal = comparableLiteral(subAttribute, compareOp, compValue, profile);
  const countsAbsent = assumes && isAssumed(subAttribute, compareOp, literal, profile);
  return (element) => {
    if (countsAbsent && !isPresent(valueIn(element, subAttribute))) return true;
    const value = comparable(subAttribute, valueIn(element, subAttribute));
    return value === undefined ? compareOp === 'ne' : compare(value, compareOp, literal);
  };
}

function subAttributeOf({ schema, attribute: name, subAttribute: more }: AttrPath, attribute: Attribute): Attribute {
  const subAttribute = schema === undefined && more === undefined ? comparedInElement(attribute, name) : undefined;
  if (!subAttribute) throw invalidFilter(whyNoSubAttribute(attribute, more ?? name));
  return subAttribute;
}

/** A name in a value filter: a sub-attribute, or `value` for the values of a list that has none (`tags[value eq "a"]`). */
export function comparedInElement(attribute: Attribute, name: string): Attribute | undefined {
  if (attribute.type === 'complex') return named(attribute.subAttributes, name);
  return name.toLowerCase() === 'value' ? attribute : undefined;
}

function valueIn(element: unknown, { name }: Attribute): unknown {
  return isObject(element) ? element[name] : element;
}

function isPresent(value: unknown): boolean {
  return value !== undefined && value !== null && value !== '';
}

function compare(value: string | number, compareOp: CompareOp, literal: string | number): boolean {
  switch (compareOp) {
    case 'eq':
      return value === literal;
    case 'ne':
      return value !== literal;
    case 'co':
      return String(value).includes(String(literal));
    case 'sw':
      return String(value).startsWith(String(literal));
    case 'ew':
      return String(value).endsWith(String(literal));
    case 'gt':
      return order(value, literal) > 0;
    case 'ge':
      return order(value, literal) >= 0;
    case 'lt':
      return order(value, literal) < 0;
    case 'le':
      return order(value, literal) <= 0;
  }
}

/** Both are of one type. Text is ordered by code points, as the databases order UTF-8. */
function order(left: string | number, right: string | number): number {
  if (typeof left === 'number') return left - Number(right);
  return Buffer.compare(Buffer.from(left), Buffer.from(String(right)));
}
