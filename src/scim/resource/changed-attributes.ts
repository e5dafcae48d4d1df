import { isDeepStrictEqual } from 'node:util';
import type { Attribute } from '../attributes/attribute.js';
import { type Document, isObject, isUnassigned } from '../attributes/document.js';
import type { ResourceType } from '../attributes/resource-type.js';

/** Before and after of each top-level attribute that differs, as far as events may tell. */
export function changedAttributes(
  before: Document,
  after: Document,
  type: ResourceType,
): Record<string, { before?: unknown; after?: unknown }> {
  const names = new Set([...Object.keys(before), ...Object.keys(after)]);
  const changed = [...names].filter((name) => !isDeepStrictEqual(before[name], after[name]));
  const [told, toldAfter] = [withoutSecrets(before, type), withoutSecrets(after, type)];
  return Object.fromEntries(
    changed.map((name) => [
      name,
      {
        ...(!isUnassigned(told[name]) && { before: told[name] }),
        ...(!isUnassigned(toldAfter[name]) && { after: toldAfter[name] }),
      },
    ]),
  );
}

/** The document without what is never returned, and without extensions that are no longer registered. */
export function withoutSecrets(document: Document, type: ResourceType): Document {
  const told = returnable(document, type.attributes);
  for (const { id, attributes } of type.extensions)
    if (isObject(document[id])) told[id] = returnable(document[id], attributes);
  return told;
}

function returnable(values: Document, attributes: readonly Attribute[]): Document {
  const told: Document = {};
  for (const { name, returned, subAttributes } of attributes) {
    const value = values[name];
    if (value === undefined || returned === 'never') continue;
    const part = (element: unknown) =>
      subAttributes && isObject(element) ? returnable(element, subAttributes) : element;
    told[name] = Array.isArray(value) ? value.map(part) : part(value);
  }
  return told;
}
