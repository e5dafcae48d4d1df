import type { Attribute } from './attribute.js';
import { caseKey } from '../../platform/text/case-key.js';
import type { ResourceType } from './resource-type.js';

/**
 * The attributes of a resource in canonical form: names as the schemas spell them, extensions under their URN, no null
 * and no empty array or object (RFC 7643 §2.5). Without `id`, `meta` and what is kept elsewhere.
 */
export type Document = Record<string, unknown>;

/** A complex value: its sub-attributes by name. */
export type Element = Record<string, unknown>;

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** RFC 7643 §2.5: null, an empty array and a missing attribute are the same state. */
export function isUnassigned(value: unknown): boolean {
  return value === undefined || value === null || (Array.isArray(value) && value.length === 0);
}

/** The URNs of the schemas in use: the core schema and each extension that has attributes (RFC 7643 §3). */
export function schemasOf(document: Document, type: ResourceType): string[] {
  return [type.schema.id, ...type.extensions.map(({ id }) => id).filter((id) => !isUnassigned(document[id]))];
}

/** Whether two elements are the same value of a multi-valued attribute (RFC 7643 §2.4: type and value name it). */
export function isSameElement(attribute: Attribute, left: unknown, right: unknown): boolean {
  if (!isObject(left) || !isObject(right)) return left === right;
  const names =
    left['value'] === undefined ? (attribute.subAttributes ?? []).map(({ name }) => name) : ['value', 'type'];
  return names.every((name) => {
    const subAttribute = attribute.subAttributes?.find((candidate) => candidate.name === name);
    return keyOf(subAttribute, left[name]) === keyOf(subAttribute, right[name]);
  });
}

function keyOf(attribute: Attribute | undefined, value: unknown): unknown {
  return typeof value === 'string' && !attribute?.caseExact ? caseKey(value) : value;
}

/** Values of extensions that the organization no longer has: nobody sees them, and no write loses them. */
export function hidden(document: Document, type: ResourceType): Document {
  const isHidden = ([name]: [string, unknown]) => name.includes(':') && !type.extension(name);
  return Object.fromEntries(Object.entries(document).filter(isHidden));
}
