import type { Attribute } from '../attributes/attribute.js';
import { type Document, isObject, isUnassigned, schemasOf } from '../attributes/document.js';
import type { ResourceType } from '../attributes/resource-type.js';
import { comparable } from '../filter/comparable.js';

/**
 * The comparable form of all attributes that filters look for in JSON: stored beside the document, so that SQL compares
 * without knowing case rules or dates.
 * @param elsewhere names of core attributes that have columns or rows of their own
 */
export function searchKeys(document: Document, type: ResourceType, elsewhere: ReadonlySet<string>): Document {
  const core = type.attributes.filter(({ name }) => !elsewhere.has(name));
  const keys: Document = { schemas: schemasOf(document, type), ...keysOf(document, core) };
  for (const { id, attributes } of type.extensions) {
    const values = document[id];
    if (isObject(values)) keys[id] = keysOf(values, attributes);
  }
  return keys;
}

function keysOf(values: Document, attributes: readonly Attribute[]): Document {
  const keys: Document = {};
  for (const attribute of attributes) {
    const value = values[attribute.name];
    if (isUnassigned(value) || !attribute.filterable) continue;
    keys[attribute.name] = Array.isArray(value) ? value.map((each) => keyOf(attribute, each)) : keyOf(attribute, value);
  }
  return keys;
}

function keyOf(attribute: Attribute, value: unknown): unknown {
  return isObject(value) ? keysOf(value, attribute.subAttributes ?? []) : comparable(attribute, value);
}
