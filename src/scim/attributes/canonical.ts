import { invalidSyntax, invalidValue } from '../protocol/scim-error.js';
import type { Profile } from '../protocol/profile.js';
import { withoutBlanks } from '../../platform/text/without-blanks.js';
import { type Attribute, named } from './attribute.js';
import { instantOf } from './date-time.js';
import { isObject, isSameElement, isUnassigned } from './document.js';
import { HIDES, isVisible } from './visible-text.js';

const BASE64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}(?:==)?|[A-Za-z0-9+/]{3}=?)?$/;
/** Control characters have no place in names; line feeds and tabs occur in formatted addresses. */
const CONTROL = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/;
export const MAX_VALUES = 200;

/**
 * The value of an attribute in canonical form, undefined when it is unassigned: a list of empty values is not, since it is
 * more likely a mistake than a wish to remove everything. What is readOnly is left out (RFC 7644 §3.3).
 * @param place the attribute as error texts name it
 * @throws ScimError invalidValue that names the attribute and says what it takes
 */
export function canonicalValue(
  attribute: Attribute,
  value: unknown,
  profile: Profile,
  place = attribute.name,
): unknown {
  if (isUnassigned(value)) return undefined;
  if (!attribute.multiValued) return singleValue(attribute, oneOf(attribute, value, profile), profile, place);
  const values = profile.takesOneForList && attribute.type === 'complex' && isObject(value) ? [value] : value;
  if (!Array.isArray(values)) throw invalidValue(`"${place}" takes a list of values`);
  return canonicalValues(attribute, values, profile, place) ?? refuseEmptyValues(place);
}

/** A list of one simple value stands for that value, as some clients make a list of each attribute of their directory. */
function oneOf({ type }: Attribute, value: unknown, profile: Profile): unknown {
  const isOne = profile.takesOneForList && type !== 'complex' && Array.isArray(value) && value.length === 1;
  return isOne && typeof value[0] !== 'object' ? value[0] : value;
}

/** The elements of a multi-valued attribute: unassigned ones and repetitions left out. */
export function canonicalValues(
  attribute: Attribute,
  values: readonly unknown[],
  profile: Profile,
  place = attribute.name,
): unknown[] | undefined {
  if (!attribute.relation && values.length > MAX_VALUES)
    throw invalidValue(`"${place}" can have at most ${MAX_VALUES} values`);
  const elements: unknown[] = [];
  for (const value of values) {
    const element = isUnassigned(value) ? undefined : singleValue(attribute, value, profile, place);
    if (element === undefined) continue;
    if (attribute.relation || !elements.some((other) => isSameElement(attribute, other, element)))
      elements.push(element);
  }
  if (elements.filter((element) => isObject(element) && element['primary'] === true).length > 1)
    throw invalidValue(`"${place}" has more than one primary value`);
  return elements.length > 0 ? elements : undefined;
}

/** For a list that has elements, none of which carries a value. @throws ScimError invalidValue */
export function refuseEmptyValues(place: string): never {
  throw invalidValue(`"${place}" has only empty values: give the values, or send an empty list`);
}

/** One value: the value of a single-valued attribute, or one element of a multi-valued one. */
export function singleValue(attribute: Attribute, value: unknown, profile: Profile, place: string): unknown {
  switch (attribute.type) {
    case 'complex':
      return complexValue(attribute, value, profile, place);
    case 'boolean':
      return booleanValue(value, profile, place);
    case 'integer':
      if (Number.isSafeInteger(value)) return value;
      throw invalidValue(`"${place}" takes a whole number`);
    case 'decimal':
      if (typeof value === 'number') return value;
      throw invalidValue(`"${place}" takes a number`);
    default:
      return textValue(attribute, value, profile, place);
  }
}

function complexValue(attribute: Attribute, value: unknown, profile: Profile, place: string): unknown {
  const result: Record<string, unknown> = {};
  for (const [subAttribute, inner] of subAttributesIn(attribute, value, profile, place)) {
    const canonical = canonicalValue(subAttribute, inner, profile, `${place}.${subAttribute.name}`);
    if (canonical !== undefined) result[subAttribute.name] = canonical;
  }
  for (const { name, required } of attribute.subAttributes ?? []) {
    if (required && isUnassigned(result[name])) throw invalidValue(`"${place}" needs "${name}"`);
  }
  return isEmptyReference(attribute, result) || Object.keys(result).length === 0 ? undefined : result;
}

/**
 * The sub-attributes that a complex value names, with what it gives them: null and other empty values included. What is
 * readOnly is left out.
 * @throws ScimError for a value that is no object, and for names that are unknown or given twice
 */
export function subAttributesIn(
  attribute: Attribute,
  value: unknown,
  profile: Profile,
  place: string,
): Map<Attribute, unknown> {
  const object = isObject(value) ? value : profile.complexFromValue(attribute, value);
  if (!object) throw invalidValue(`"${place}" must be an object with sub-attributes`);
  const given = new Map<Attribute, unknown>();
  for (const [name, inner] of Object.entries(object)) {
    const subAttribute = named(attribute.subAttributes, name);
    if (!subAttribute) throw undefinedName(name, `"${place}"`);
    if (subAttribute.mutability === 'readOnly') continue;
    if (given.has(subAttribute)) throw repeated(subAttribute.name);
    given.set(subAttribute, inner);
  }
  return given;
}

/** `{"value": ""}` is how Entra ID says that there is no manager. */
export function isEmptyReference({ multiValued }: Attribute, value: Record<string, unknown>): boolean {
  return !multiValued && value['value'] === '' && Object.keys(value).length === 1;
}

function booleanValue(value: unknown, profile: Profile, place: string): boolean {
  const boolean = typeof value === 'boolean' ? value : profile.booleanFromText(value);
  if (boolean === undefined) throw invalidValue(`"${place}" takes true or false`);
  return boolean;
}

function textValue(attribute: Attribute, given: unknown, profile: Profile, place: string): string {
  const { type, maxLength, required, visibility } = attribute;
  if (typeof given !== 'string') throw invalidValue(`"${place}" must be a string in double quotes`);
  const value = visibility && profile.trimsNames ? withoutBlanks(given) : given;
  if (value.length > maxLength) throw invalidValue(`"${place}" takes at most ${maxLength} characters`);
  if (CONTROL.test(value) || !value.isWellFormed())
    throw invalidValue(`"${place}" contains a control character or half a character`);
  if (visibility && value.trim() !== '' && value !== withoutBlanks(value))
    throw invalidValue(`"${place}" begins or ends with a blank or a line feed: remove it`);
  if (visibility && !isVisible(value, visibility)) throw invalidValue(`"${place}" ${HIDES}`);
  if (required && value.trim() === '') throw invalidValue(`"${place}" must not be empty`);
  if (type === 'dateTime' && instantOf(value) === undefined)
    throw invalidValue(`"${place}" takes a date and time like 2026-01-31T08:00:00Z`);
  if (type === 'binary' && !BASE64.test(value)) throw invalidValue(`"${place}" takes base64`);
  return value;
}

/** Names that nothing defines are repeated only where they look like names. */
export function undefinedName(name: string, where: string) {
  const label = /^[A-Za-z][\w$.:-]{0,99}$/.test(name) ? `"${name}"` : 'An attribute';
  return invalidSyntax(`${label} is not defined in ${where}: remove it from the mapping`);
}

export function repeated(name: string) {
  return invalidSyntax(`"${name}" is given more than once`);
}
