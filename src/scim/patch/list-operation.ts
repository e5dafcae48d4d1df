import type { Attribute } from '../attributes/attribute.js';
import { canonicalValues, MAX_VALUES, refuseEmptyValues } from '../attributes/canonical.js';
import { type Element, isObject, isSameElement, isUnassigned } from '../attributes/document.js';
import type { Profile } from '../protocol/profile.js';
import { invalidValue } from '../protocol/scim-error.js';
import type { PatchOperation } from './patch-operation.js';

/** The values of a multi-valued attribute after an operation on the attribute itself. */
export function listAfter(
  attribute: Attribute,
  before: readonly unknown[],
  operation: PatchOperation,
  profile: Profile,
  place = attribute.name,
): unknown[] {
  if (operation.op === 'remove' && operation.value === undefined) return [];
  const given = listedElements(attribute, operation, profile, place);
  switch (operation.op) {
    case 'replace':
      return given;
    case 'remove':
      return before.filter(
        (element) => !given.some((other) => isSameElement(attribute, element, other) || isNamedBy(other, element)),
      );
    case 'add':
      return given.reduce<unknown[]>((elements, element) => withElement(attribute, elements, element), [...before]);
  }
}

/**
 * The elements that an operation lists in its value. Null and `[]` list none, which leaves none after a replace.
 * @throws ScimError invalidValue
 */
export function listedElements(
  attribute: Attribute,
  { op, value }: PatchOperation,
  profile: Profile,
  place = attribute.name,
): unknown[] {
  if (op === 'remove' && value === null)
    throw invalidValue(`List the values of "${place}" to remove, or leave "value" out to remove them all`);
  if (isUnassigned(value)) return [];
  const elements = canonicalValues(attribute, Array.isArray(value) ? value : [value], profile, place);
  return elements ?? (op === 'add' ? [] : refuseEmptyValues(place));
}

/** Adds an element, or merges it into the one that is the same value already. */
export function withElement(attribute: Attribute, elements: readonly unknown[], added: unknown): unknown[] {
  const index = elements.findIndex((element) => isSameElement(attribute, element, added));
  const merged = index === -1 || !isObject(added) ? added : mergedElement(attribute, elements[index] as Element, added);
  const result = index === -1 ? [...elements, merged] : elements.with(index, merged);
  if (result.length > MAX_VALUES) throw invalidValue(`"${attribute.name}" can have at most ${MAX_VALUES} values`);
  return isPrimary(added) ? onlyPrimary(result, merged) : result;
}

/** What is added to a list in an element goes behind what is there. */
function mergedElement({ subAttributes = [] }: Attribute, element: Element, added: Element): Element {
  const merged = { ...element, ...added };
  for (const subAttribute of subAttributes.filter(({ multiValued }) => multiValued)) {
    const [before, given] = [element[subAttribute.name], added[subAttribute.name]] as (unknown[] | undefined)[];
    if (before && given)
      merged[subAttribute.name] = given.reduce<unknown[]>(
        (list, each) => withElement(subAttribute, list, each),
        before,
      );
  }
  return merged;
}

/** Elements after a change: empty ones are gone, and one that became primary is the only one (RFC 7644 §3.5.2). */
export function withSinglePrimary(
  before: readonly unknown[],
  after: readonly (Element | undefined)[],
  attribute: Attribute,
): unknown[] {
  const promoted = after.filter((element, index) => isPrimary(element) && !isPrimary(before[index]));
  if (promoted.length > 1) throw invalidValue(`"${attribute.name}" can have only one primary value`);
  const kept = after.filter((element) => element !== undefined && Object.keys(element).length > 0);
  return united(attribute, promoted[0] ? onlyPrimary(kept, promoted[0]) : kept);
}

/** Elements that have become the same value are one (RFC 7643 §2.4): the first, with what the others have beside it. */
function united(attribute: Attribute, elements: readonly unknown[]): unknown[] {
  return elements.reduce<unknown[]>((list, element) => {
    const index = list.findIndex((each) => isSameElement(attribute, each, element));
    if (index === -1) return list.concat([element]);
    const [first, other] = [list[index] as Element, element as Element];
    const primary = isPrimary(first) || isPrimary(other) ? { primary: true } : {};
    return list.with(index, { ...mergedElement(attribute, other, first), ...primary });
  }, []);
}

/** A value list of remove may name elements by `value` alone. */
function isNamedBy(given: unknown, element: unknown): boolean {
  if (!isObject(given) || !isObject(element) || given['value'] === undefined) return false;
  return Object.keys(given).length === 1 && given['value'] === element['value'];
}

function isPrimary(element: unknown): boolean {
  return isObject(element) && element['primary'] === true;
}

function onlyPrimary(elements: readonly unknown[], chosen: unknown): unknown[] {
  return elements.map((element) =>
    element !== chosen && isPrimary(element) ? { ...(element as Element), primary: false } : element,
  );
}
