import type { Attribute } from '../attributes/attribute.js';
import { caseKey } from '../../platform/text/case-key.js';
import { withoutBlanks } from '../../platform/text/without-blanks.js';
import { whyComplex } from '../attributes/nearest.js';
import { instantOf } from '../attributes/date-time.js';
import type { Profile } from '../protocol/profile.js';
import { invalidFilter } from '../protocol/scim-error.js';
import type { CompareOp, CompValue } from './ast.js';

const ORDERED = new Set<CompareOp>(['gt', 'ge', 'lt', 'le']);
const EQUALITY = new Set<CompareOp>(['eq', 'ne']);
const SUBSTRING = new Set<CompareOp>(['co', 'sw', 'ew']);

/**
 * The form in which a value of an attribute is compared: a key for text and booleans, a number for numbers and
 * instants. Undefined when the value is not of the attribute's type.
 */
export function comparable(attribute: Attribute, value: unknown): string | number | undefined {
  switch (attribute.type) {
    case 'boolean':
      return typeof value === 'boolean' ? String(value) : undefined;
    case 'integer':
    case 'decimal':
      return typeof value === 'number' ? value : undefined;
    case 'dateTime':
      return typeof value === 'string' ? instantOf(value) : undefined;
    case 'complex':
      return undefined;
    default:
      if (typeof value !== 'string') return undefined;
      return attribute.caseExact ? value : caseKey(value);
  }
}

/**
 * The right side of a comparison.
 * @throws ScimError invalidFilter when the operator or the value does not fit the attribute (RFC 7644 §3.4.2.2)
 */
export function comparableLiteral(
  attribute: Attribute,
  compareOp: CompareOp,
  compValue: CompValue,
  profile: Profile,
): string | number {
  const { name, type } = attribute;
  if (type === 'complex') throw invalidFilter(whyComplex(attribute));
  if (ORDERED.has(compareOp) && (type === 'boolean' || type === 'binary'))
    throw invalidFilter(`"${name}" is ${type} and has no order: use eq, ne or pr`);
  if (SUBSTRING.has(compareOp) && !['string', 'reference', 'binary'].includes(type))
    throw invalidFilter(`"${name}" is of type ${type}: co, sw and ew compare text only`);
  const literal = comparable(attribute, meantBy(attribute, compareOp, compValue, profile));
  if (literal === undefined) throw invalidFilter(`"${name}" is of type ${type}: compare it with a value of that type`);
  return literal;
}

/** Whether a value that is not there is the one that a client looks for. */
export function isAssumed({ assumed }: Attribute, compareOp: CompareOp, literal: unknown, profile: Profile): boolean {
  return profile.assumesTypes && compareOp === 'eq' && assumed !== undefined && assumed === literal;
}

/** A value as the attribute would be stored with it. */
function meantBy({ type, visibility }: Attribute, compareOp: CompareOp, value: CompValue, profile: Profile): CompValue {
  if (type === 'boolean') return profile.booleanFromText(value) ?? value;
  const isName = visibility && profile.trimsNames && typeof value === 'string' && EQUALITY.has(compareOp);
  return isName ? withoutBlanks(value) : value;
}
