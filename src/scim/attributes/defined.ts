import { invalidValue } from '../protocol/scim-error.js';
import { type Attribute, named } from './attribute.js';
import { isObject, isUnassigned } from './document.js';
import { type Ignored, toldPath } from './ignored.js';
import type { ResourceType } from './resource-type.js';

/** Names that mean something to JavaScript and nothing to SCIM: nobody sends them by mistake. */
const MEANINGFUL_TO_JAVASCRIPT = new Set(['__proto__', 'constructor', 'prototype']);
/** Sub-attributes that say which value an element is, and are none. */
const LABELS = new Set(['type', 'primary']);

/**
 * What is left of a value without the sub-attributes that its attribute does not define; undefined when that is nothing
 * but labels. A list is left out as a whole when one of its elements is, as it would lose that one.
 * @param path of names from the top, as it is told @param isWhole false where the value completes an element
 * @throws ScimError invalidValue for an element that is left without its "value" or something else that is required
 */
export function definedValue(
  attribute: Attribute,
  value: unknown,
  ignored: Ignored,
  path: readonly string[] = [attribute.name],
  isWhole = true,
): unknown {
  if (attribute.type !== 'complex') return value;
  const elementOf = (element: unknown) => definedElement(attribute, element, ignored, path, isWhole);
  if (!Array.isArray(value)) return elementOf(value);
  const elements = value.map(elementOf);
  if (!elements.includes(undefined)) return elements;
  if (elements.some((element) => element !== undefined)) ignored.add(...path);
  return undefined;
}

function definedElement(
  attribute: Attribute,
  given: unknown,
  ignored: Ignored,
  path: readonly string[],
  isWhole: boolean,
): unknown {
  const element = withPresentNames(attribute, given);
  const unknown = undefinedIn(attribute, element);
  if (!isObject(element) || unknown.length === 0) return element;
  const { subAttributes = [], multiValued } = attribute;
  const defined = Object.entries(element).filter(([name]) => named(subAttributes, name));
  const filled = defined.filter(([, inner]) => !isUnassigned(inner) && inner !== '');
  const names = new Set(filled.map(([name]) => named(subAttributes, name)!.name));
  const missing = subAttributes.find(
    ({ name, required }) => (required || (multiValued && name === 'value')) && !names.has(name),
  );
  if (isWhole && missing)
    throw invalidValue(`"${path.at(-1)}" needs "${missing.name}": ${labelOf(unknown)} is not defined in it`);
  for (const name of unknown) {
    refuseMeaningful(name);
    ignored.add(...path, name);
  }
  return [...names].some((name) => !LABELS.has(name)) ? Object.fromEntries(defined) : undefined;
}

/** A complex value with the names that its sub-attributes have since SCIM 2.0, unless it has one of those too. */
function withPresentNames({ subAttributes }: Attribute, value: unknown): unknown {
  if (!isObject(value) || !subAttributes?.some(({ formerName }) => formerName)) return value;
  const isThere = (name: string) => Object.keys(value).some((each) => each.toLowerCase() === name.toLowerCase());
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => {
      const present = formerlyNamed(subAttributes, name)?.name;
      return [present !== undefined && !isThere(present) ? present : name, inner];
    }),
  );
}

/** The attribute that had this name in SCIM 1.1. */
export function formerlyNamed(attributes: readonly Attribute[] | undefined, name: string): Attribute | undefined {
  return attributes?.find(({ formerName }) => formerName === name.toLowerCase());
}

/** Names in a complex value that its attribute does not define. */
export function undefinedIn({ type, subAttributes }: Attribute, value: unknown): string[] {
  if (type !== 'complex' || !isObject(value)) return [];
  return Object.keys(value).filter((name) => !named(subAttributes, name));
}

/**
 * Refuses names that are not to be left out: those that attack, and those that say in other products what an attribute
 * says here, such as `enabled`, so that nobody stays active after a 200.
 * @param names where an attribute may stand @throws ScimError invalidValue
 */
export function refuseNames(type: ResourceType, names: readonly string[], refuse = invalidValue): void {
  for (const name of names) {
    refuseMeaningful(name, refuse);
    const key = name.trim().toLowerCase();
    const meant = type.attributes.find(
      ({ name: own, lookAlikes }) => lookAlikes?.includes(key) || (lookAlikes && own === key),
    );
    if (meant) throw refuse(`${labelOf([name])} is not defined there: map it to "${meant.name}" of ${type.schema.id}`);
  }
}

/** Refuses names that attack. @throws ScimError */
export function refuseMeaningful(name: string, refuse = invalidValue): void {
  if (MEANINGFUL_TO_JAVASCRIPT.has(name.trim()))
    throw refuse(`"${name.trim()}" is not defined: remove it from the mapping`);
}

function labelOf(names: readonly string[]): string {
  return names.map((name) => `"${toldPath([name])}"`).join(', ');
}
