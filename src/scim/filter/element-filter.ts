import { type Attribute, named } from '../attributes/attribute.js';
import { whyNoSubAttribute } from '../attributes/nearest.js';
import type { Profile } from '../protocol/profile.js';
import { invalidFilter } from '../protocol/scim-error.js';
import type { Comparison, CompareOp, Filter } from './ast.js';
import { comparable, comparableLiteral, isAssumed } from './comparable.js';

type Element = Readonly<Record<string, unknown>>;
type Test = (element: Element) => boolean;

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
      const { name } = subAttributeOf(filter.attrPath.attribute, filter.attrPath.subAttribute, attribute);
      return (element) => isPresent(element[name]);
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
  const subAttribute = subAttributeOf(attrPath.attribute, attrPath.subAttribute ?? attrPath.schema, attribute);
  if (compValue === null) {
    if (compareOp !== 'eq' && compareOp !== 'ne') throw invalidFilter('null can be compared with eq and ne only');
    return (element) => isPresent(element[subAttribute.name]) === (compareOp === 'ne');
  }
  const literal = comparableLiteral(subAttribute, compareOp, compValue, profile);
  const countsAbsent = assumes && isAssumed(subAttribute, compareOp, literal, profile);
  return (element) => {
    if (countsAbsent && !isPresent(element[subAttribute.name])) return true;
    const value = comparable(subAttribute, element[subAttribute.name]);
    return value === undefined ? compareOp === 'ne' : compare(value, compareOp, literal);
  };
}

function subAttributeOf(name: string, more: string | undefined, attribute: Attribute): Attribute {
  const subAttribute = more === undefined ? named(attribute.subAttributes, name) : undefined;
  if (!subAttribute) throw invalidFilter(whyNoSubAttribute(attribute, name));
  return subAttribute;
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

/** Text is ordered by code points, as the databases order UTF-8. */
function order(left: string | number, right: string | number): number {
  if (typeof left === 'number' && typeof right === 'number') return left - right;
  return Buffer.compare(Buffer.from(String(left)), Buffer.from(String(right)));
}
