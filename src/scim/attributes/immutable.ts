import { isDeepStrictEqual } from 'node:util';
import { mutability } from '../protocol/scim-error.js';
import type { Attribute } from './attribute.js';
import { type Document, isObject, isUnassigned } from './document.js';
import type { ResourceType } from './resource-type.js';

/**
 * An immutable attribute takes a value once (RFC 7643 §2.2). Elements of a multi-valued attribute are whole values: one
 * whose immutable part differs is another element.
 * @throws ScimError mutability when the change gives one of them another value, or none
 */
export function checkImmutable(before: Document, after: Document, type: ResourceType): void {
  compare(before, after, type, (name) => {
    throw mutability(`"${name}" has its value already and cannot be changed`);
  });
}

/**
 * Applies the rule to PUT, where attributes that are left out stay as they are.
 * @throws ScimError mutability
 */
export function keepImmutable(before: Document, given: Document, type: ResourceType): Document {
  const after = { ...given };
  compare(before, after, type, (name, values, value) => {
    if (!isUnassigned(values[name])) throw mutability(`"${name}" has its value already: send the same, or nothing`);
    values[name] = value;
  });
  return after;
}

type Differs = (name: string, values: Document, value: unknown) => void;

function compare(before: Document, after: Document, type: ResourceType, differs: Differs): void {
  compareAttributes(before, after, type.attributes, differs);
  for (const { id, attributes } of type.extensions) within(before, after, id, attributes, differs);
}

function compareAttributes(
  before: Document,
  after: Document,
  attributes: readonly Attribute[],
  differs: Differs,
): void {
  for (const { name, mutability: kind, multiValued, subAttributes } of attributes) {
    const value = before[name];
    if (isUnassigned(value)) continue;
    if (kind === 'immutable' && !isDeepStrictEqual(value, after[name])) differs(name, after, value);
    if (subAttributes && !multiValued) within(before, after, name, subAttributes, differs);
  }
}

/** What stands in an object of the document. */
function within(
  before: Document,
  after: Document,
  name: string,
  attributes: readonly Attribute[],
  differs: Differs,
): void {
  const inner = before[name];
  if (!isObject(inner)) return;
  const values = { ...(after[name] as Document | undefined) };
  compareAttributes(inner, values, attributes, differs);
  if (Object.keys(values).length > 0) after[name] = values;
}
