import { named } from '../attributes/attribute.js';
import { definedValue, refuseNames } from '../attributes/defined.js';
import { type Document, isObject, isUnassigned } from '../attributes/document.js';
import type { Ignored } from '../attributes/ignored.js';
import type { ResourceType } from '../attributes/resource-type.js';
import type { Schema } from '../attributes/schema.js';

/**
 * The body of a POST or PUT without the names that no schema defines, which mappings of every identity provider come to
 * have: they are no reason to refuse the rest, a deactivation least of all. An attribute of which nothing is left is
 * left out too, so that nothing is cleared for it.
 * @throws ScimError where leaving a name out would change what the request means
 */
export function definedResource(body: Document, type: ResourceType, ignored: Ignored): Document {
  const defined: Document = {};
  const astray: [Schema, string, unknown][] = [];
  for (const [name, value] of Object.entries(body)) {
    const extension = type.extension(name);
    const attribute = named(type.attributes, name);
    const home = extension || attribute ? undefined : type.extensionWith(name);
    if (home) astray.push([home, name, value]);
    else if (extension) assign(defined, name, definedExtension(extension, value, type, ignored));
    else if (attribute) assign(defined, name, definedValue(attribute, value, ignored));
    else {
      refuseNames(type, [name, ...(isObject(value) && name.includes(':') ? Object.keys(value) : [])]);
      ignored.add(name);
    }
  }
  for (const each of astray) bringHome(defined, each, ignored);
  return defined;
}

/** @returns undefined when nothing but names that the extension does not define is in it */
function definedExtension({ id, attributes }: Schema, value: unknown, type: ResourceType, ignored: Ignored): unknown {
  if (!isObject(value)) return value;
  const defined: Document = {};
  for (const [name, inner] of Object.entries(value)) {
    const attribute = named(attributes, name);
    if (attribute) assign(defined, name, definedValue(attribute, inner, ignored, [id, attribute.name]));
    else {
      refuseNames(type, [name]);
      ignored.add(id, name);
    }
  }
  return Object.keys(value).length > 0 ? someOf(defined) : defined;
}

/** An attribute that clients without extensions send at the top, such as `department`: its own place comes first. */
function bringHome(defined: Document, [{ id }, name, value]: [Schema, string, unknown], ignored: Ignored): void {
  const key = Object.keys(defined).find((each) => each.toLowerCase() === id.toLowerCase()) ?? id;
  const there = defined[key];
  if (isUnassigned(there)) defined[key] = { [name]: value };
  else if (isObject(there) && !Object.keys(there).some((each) => each.toLowerCase() === name.toLowerCase()))
    defined[key] = { ...there, [name]: value };
  else ignored.add(name);
}

/**
 * What a PUT leaves as it is although it does not name it, because it has names that no schema defines: one of them may
 * be what was meant.
 * @param body without those names
 */
export function unnamedIn(current: Document, body: Document): Document {
  const given = new Map(Object.entries(body).map(([name, value]) => [name.toLowerCase(), value]));
  const kept: Document = {};
  for (const [name, value] of Object.entries(current)) {
    const there = given.get(name.toLowerCase());
    if (!given.has(name.toLowerCase())) kept[name] = value;
    else if (isObject(value) && isObject(there)) assign(kept, name, someOf(unnamedIn(value, there)));
  }
  return kept;
}

/** What is given over what is kept, sub-attribute by sub-attribute. */
export function mergedWith(kept: Document, given: Document): Document {
  const both = Object.entries(given).map(([name, value]): [string, unknown] => {
    const before = kept[name];
    return [name, isObject(before) && isObject(value) ? mergedWith(before, value) : value];
  });
  return { ...kept, ...Object.fromEntries(both) };
}

function someOf(values: Document): Document | undefined {
  return Object.keys(values).length > 0 ? values : undefined;
}

function assign(document: Document, name: string, value: unknown): void {
  if (value !== undefined) document[name] = value;
}
