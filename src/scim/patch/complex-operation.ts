import type { Attribute } from '../attributes/attribute.js';
import { canonicalValue, isEmptyReference, singleValue, subAttributesIn } from '../attributes/canonical.js';
import { type Element, isUnassigned } from '../attributes/document.js';
import type { Profile } from '../protocol/profile.js';
import { invalidValue, mutability } from '../protocol/scim-error.js';
import { listAfter } from './list-operation.js';
import type { PatchOperation } from './patch-operation.js';

/** The value of a single-valued attribute after an operation on it; undefined when it has none then. */
export function valueAfter(
  attribute: Attribute,
  before: unknown,
  operation: PatchOperation,
  profile: Profile,
  place = attribute.name,
): unknown {
  const { op, value } = operation;
  if (op === 'remove') return undefined;
  if (isUnassigned(value)) return op === 'add' ? before : undefined;
  if (attribute.type !== 'complex') return canonicalValue(attribute, value, profile, place);
  const given = changeableIn(attribute, value, profile);
  if (namesNothing(attribute, given)) return op === 'add' ? before : undefined;
  if (op === 'replace' && profile.replacesWholeComplex) return wholeValue(attribute, value, profile);
  return withSubAttributes((before ?? {}) as Element, attribute, operation, profile);
}

/** A complex value that takes the place of the one before. @throws ScimError invalidValue when nothing would be left */
export function wholeValue(attribute: Attribute, value: unknown, profile: Profile): Element {
  changeableIn(attribute, value, profile);
  const whole = singleValue(attribute, value, profile, attribute.name);
  if (whole === undefined)
    throw invalidValue(`The value for "${attribute.name}" is empty: set its sub-attributes, or remove it`);
  return whole as Element;
}

/**
 * A complex value of which an add or replace changes the sub-attributes that its value names; the others stay (RFC 7644
 * §3.5.2.1 and §3.5.2.3). Null unassigns a sub-attribute, but an add takes nothing away.
 */
export function withSubAttributes(
  element: Element,
  attribute: Attribute,
  { op, value }: PatchOperation,
  profile: Profile,
): Element {
  return [...changeableIn(attribute, value, profile)].reduce(
    (changed, [subAttribute, inner]) =>
      withSubAttribute(changed, attribute, subAttribute, { op, value: inner }, profile),
    element,
  );
}

/** A complex value of which one sub-attribute is changed. */
export function withSubAttribute(
  element: Element,
  attribute: Attribute,
  subAttribute: Attribute,
  operation: PatchOperation,
  profile: Profile,
): Element {
  const { name } = subAttribute;
  const place = `${attribute.name}.${name}`;
  const { [name]: before, ...rest } = element;
  const after = subAttribute.multiValued
    ? listAfter(subAttribute, (before ?? []) as unknown[], operation, profile, place)
    : valueAfter(subAttribute, before, operation, profile, place);
  return isUnassigned(after) ? rest : { ...element, [name]: after };
}

/** The sub-attributes that a value names. @throws ScimError mutability when it names only what the server sets */
export function changeableIn(attribute: Attribute, value: unknown, profile: Profile): Map<Attribute, unknown> {
  const given = subAttributesIn(attribute, value, profile, attribute.name);
  if (given.size === 0 && Object.keys(value as Element).length > 0)
    throw mutability(`The value for "${attribute.name}" has only sub-attributes that the server sets`);
  return given;
}

/** Whether the value stands for no reference at all, as Entra ID's `{"value": ""}` does. */
function namesNothing(attribute: Attribute, given: ReadonlyMap<Attribute, unknown>): boolean {
  const assigned = [...given].filter(([, value]) => !isUnassigned(value));
  return isEmptyReference(attribute, Object.fromEntries(assigned.map(([{ name }, value]) => [name, value])));
}
