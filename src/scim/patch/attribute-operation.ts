import { isDeepStrictEqual } from 'node:util';
import type { Attribute } from '../attributes/attribute.js';
import { canonicalValue, canonicalValues, MAX_VALUES, singleValue } from '../attributes/canonical.js';
import { type Document, isObject, isSameElement, isUnassigned } from '../attributes/document.js';
import { elementFilter } from '../filter/element-filter.js';
import type { Filter } from '../filter/ast.js';
import type { Profile } from '../protocol/profile.js';
import { invalidValue, mutability, noTarget } from '../protocol/scim-error.js';
import type { PatchOperation } from './patch-operation.js';
import type { PatchPath } from './path.js';

type Element = Record<string, unknown>;

/**
 * Gives one attribute of the document another value, as one operation says (RFC 7644 §3.5.2.1 to §3.5.2.3). Only the
 * document itself is changed, never an object in it.
 */
export function applyToAttribute(
  document: Document,
  path: PatchPath,
  operation: PatchOperation,
  profile: Profile,
): void {
  const { extension, attribute } = path;
  const container = extension === undefined ? document : { ...(document[extension] as Document | undefined) };
  const before = container[attribute.name];
  const after = attribute.multiValued
    ? newValues(path, (before ?? []) as unknown[], operation, profile)
    : newValue(path, before, operation, profile);
  assign(container, attribute.name, after);
  if (extension !== undefined) assign(document, extension, container);
}

/** Absent, empty and null are one state, which is kept as absence. */
function assign(container: Document, name: string, value: unknown): void {
  if (isUnassigned(value) || (isObject(value) && Object.keys(value).length === 0)) delete container[name];
  else container[name] = value;
}

function newValue(
  { attribute, subAttribute, filter }: PatchPath,
  before: unknown,
  { op, value }: PatchOperation,
  profile: Profile,
): unknown {
  if (filter) throw noTarget(`"${attribute.name}" has one value and none to select`);
  if (subAttribute) return withSubAttribute((before ?? {}) as Element, attribute, subAttribute, op, value, profile);
  if (op === 'remove') return undefined;
  const given = canonicalValue(attribute, value, profile);
  const merges = attribute.type === 'complex' && !(op === 'replace' && profile.replacesWholeComplex);
  return merges && given !== undefined ? { ...(before as Element | undefined), ...(given as Element) } : given;
}

function withSubAttribute(
  element: Element,
  attribute: Attribute,
  subAttribute: Attribute,
  op: string,
  value: unknown,
  profile: Profile,
): Element {
  const given =
    op === 'remove'
      ? undefined
      : canonicalValue(subAttribute, value, profile, `${attribute.name}.${subAttribute.name}`);
  if (given === undefined && subAttribute.required)
    throw mutability(`"${attribute.name}.${subAttribute.name}" is required and cannot be removed`);
  const { [subAttribute.name]: _replaced, ...rest } = element;
  const changed = given === undefined ? rest : { ...element, [subAttribute.name]: given };
  return !attribute.multiValued && isDeepStrictEqual(changed, { value: '' }) ? {} : changed;
}

function newValues(path: PatchPath, before: unknown[], operation: PatchOperation, profile: Profile): unknown[] {
  if (path.filter) return withSelected(path, path.filter, before, operation, profile);
  if (path.subAttribute) return withEach(path, before, operation, profile);
  const { attribute } = path;
  const { op, value } = operation;
  if (op === 'remove' && value === undefined) return [];
  const list = Array.isArray(value) ? value : isUnassigned(value) ? [] : [value];
  const given = canonicalValues(attribute, list, profile) ?? [];
  if (op === 'replace') return given;
  if (op === 'remove')
    return before.filter(
      (element) => !given.some((other) => isSameElement(attribute, element, other) || isNamedBy(other, element)),
    );
  return given.reduce<unknown[]>((elements, element) => withElement(attribute, elements, element), before);
}

/** A value list of remove may name elements by `value` alone. */
function isNamedBy(given: unknown, element: unknown): boolean {
  return isObject(given) && isObject(element) && Object.keys(given).length === 1 && given['value'] === element['value'];
}

/** Adds an element, or merges it into the one that is the same value already. */
function withElement(attribute: Attribute, elements: unknown[], added: unknown): unknown[] {
  const index = elements.findIndex((element) => isSameElement(attribute, element, added));
  const merged = index === -1 || !isObject(added) ? added : { ...(elements[index] as Element), ...added };
  const result = index === -1 ? [...elements, merged] : elements.with(index, merged);
  if (result.length > MAX_VALUES) throw invalidValue(`"${attribute.name}" takes at most ${MAX_VALUES} values`);
  return isPrimary(added) ? onlyPrimary(result, merged) : result;
}

/** `emails.type`: the sub-attribute of every element. */
function withEach(path: PatchPath, before: unknown[], { op, value }: PatchOperation, profile: Profile): unknown[] {
  const { attribute, subAttribute } = path;
  const elements = before.length === 0 && op !== 'remove' ? [{}] : before;
  return settled(
    elements,
    elements.map((element) => withSubAttribute(element as Element, attribute, subAttribute!, op, value, profile)),
    attribute,
  );
}

function withSelected(
  path: PatchPath,
  filter: Filter,
  before: unknown[],
  { op, value }: PatchOperation,
  profile: Profile,
): unknown[] {
  const { attribute, subAttribute } = path;
  if (attribute.type !== 'complex') throw noTarget(`"${attribute.name}" has no sub-attributes to select by`);
  const selects = elementFilter(filter, attribute, profile);
  const elements = before as Element[];
  if (!elements.some(selects)) return withDescribed(path, filter, elements, { op, value }, profile);

  const change = (element: Element): Element | undefined => {
    if (subAttribute) return withSubAttribute(element, attribute, subAttribute, op, value, profile);
    if (op === 'remove') return undefined;
    const given = singleValue(attribute, value, profile, attribute.name) as Element | undefined;
    return op === 'add' ? { ...element, ...given } : given;
  };
  return settled(
    elements,
    elements.map((element) => (selects(element) ? change(element) : element)),
    attribute,
  );
}

/**
 * No element is selected: makes the one that the filter describes. RFC 7644 §3.5.2.1 has add do so; for replace and
 * remove it has noTarget, which a strict key gets.
 */
function withDescribed(
  path: PatchPath,
  filter: Filter,
  elements: Element[],
  { op, value }: PatchOperation,
  profile: Profile,
): unknown[] {
  const { attribute, subAttribute } = path;
  const described = describedBy(filter);
  const mayCreate = profile.createsFilteredElement || op === 'add';
  if (!mayCreate || (op !== 'remove' && !described))
    throw noTarget(`No value of "${attribute.name}" is selected by the filter in the path`);
  if (op === 'remove' || isUnassigned(value)) return elements;
  const given = subAttribute ? { [subAttribute.name]: value } : value;
  if (!isObject(given)) throw invalidValue(`"${attribute.name}" takes an object with sub-attributes`);
  const element = singleValue(attribute, { ...described, ...given }, profile, attribute.name);
  return withElement(attribute, elements, element);
}

/** The element that `type eq "work" and primary eq true` describes; undefined when the filter says anything else. */
function describedBy(filter: Filter): Element | undefined {
  if (filter.kind === 'and') {
    const parts = filter.terms.map(describedBy);
    return parts.every((part) => part !== undefined) ? Object.assign({}, ...parts) : undefined;
  }
  if (filter.kind !== 'comparison' || filter.compareOp !== 'eq' || filter.compValue === null) return undefined;
  const { schema, attribute, subAttribute } = filter.attrPath;
  return schema === undefined && subAttribute === undefined ? { [attribute]: filter.compValue } : undefined;
}

/** Elements after a change: empty ones are gone, and one that became primary is the only one (RFC 7644 §3.5.2). */
function settled(before: readonly unknown[], after: readonly (Element | undefined)[], attribute: Attribute): unknown[] {
  const promoted = after.filter((element, index) => isPrimary(element) && !isPrimary(before[index]));
  if (promoted.length > 1) throw invalidValue(`"${attribute.name}" can have one primary value only`);
  const kept = after.filter((element) => element !== undefined && Object.keys(element).length > 0);
  return promoted[0] ? onlyPrimary(kept, promoted[0]) : kept;
}

function isPrimary(element: unknown): boolean {
  return isObject(element) && element['primary'] === true;
}

function onlyPrimary(elements: readonly unknown[], chosen: unknown): unknown[] {
  return elements.map((element) =>
    element !== chosen && isPrimary(element) ? { ...(element as Element), primary: false } : element,
  );
}
