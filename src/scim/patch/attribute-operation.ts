import { type Attribute, named } from '../attributes/attribute.js';
import { canonicalValues, singleValue } from '../attributes/canonical.js';
import { type Document, type Element, isObject, isUnassigned } from '../attributes/document.js';
import type { Filter } from '../filter/ast.js';
import { elementFilter } from '../filter/element-filter.js';
import type { Profile } from '../protocol/profile.js';
import { invalidValue, noTarget } from '../protocol/scim-error.js';
import { changeableIn, valueAfter, wholeValue, withSubAttribute, withSubAttributes } from './complex-operation.js';
import { listAfter, withElement, withSinglePrimary } from './list-operation.js';
import type { PatchOperation } from './patch-operation.js';
import type { PatchPath } from './path.js';

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
  operation: PatchOperation,
  profile: Profile,
): unknown {
  if (filter) return withOneSelected({ attribute, subAttribute }, filter, before, operation, profile);
  if (!subAttribute) return valueAfter(attribute, before, operation, profile);
  const { op, value } = operation;
  if (subAttribute.name === 'value' && value === '' && op !== 'remove')
    return valueAfter(attribute, before, { op, value: { value } }, profile);
  return withSubAttribute((before ?? {}) as Element, attribute, subAttribute, operation, profile);
}

/** `name[familyName eq "Byron"].givenName`: a single value is changed where it is the one that the filter selects. */
function withOneSelected(
  path: PatchPath,
  filter: Filter,
  before: unknown,
  operation: PatchOperation,
  profile: Profile,
): unknown {
  const { attribute } = path;
  if (attribute.type !== 'complex') throw noTarget(`"${attribute.name}" has one value and none to select`);
  const isOther = before !== undefined && !elementFilter(filter, attribute, profile)(before);
  if (isOther && operation.op !== 'remove')
    throw noTarget(`"${attribute.name}" has another value than the filter in the path selects`);
  return withSelected(path, filter, before === undefined ? [] : [before as Element], operation, profile)[0];
}

function newValues(path: PatchPath, before: unknown[], operation: PatchOperation, profile: Profile): unknown[] {
  if (path.filter && path.attribute.type !== 'complex')
    return withSelectedPlain(path.attribute, path.filter, before, operation, profile);
  if (path.filter) return withSelected(path, path.filter, before as Element[], operation, profile);
  if (path.subAttribute) return withEach(path, path.subAttribute, before as Element[], operation, profile);
  return listAfter(path.attribute, before, operation, profile);
}

/** `emails.type`: the sub-attribute of every element. */
function withEach(
  { attribute }: PatchPath,
  subAttribute: Attribute,
  before: Element[],
  operation: PatchOperation,
  profile: Profile,
): unknown[] {
  const elements = before.length === 0 && operation.op !== 'remove' ? [{}] : before;
  return withSinglePrimary(
    elements,
    elements.map((element) => withSubAttribute(element, attribute, subAttribute, operation, profile)),
    attribute,
  );
}

function withSelected(
  path: PatchPath,
  filter: Filter,
  elements: Element[],
  operation: PatchOperation,
  profile: Profile,
): unknown[] {
  const { attribute } = path;
  const exactly = elementFilter(filter, attribute, profile);
  const selects = elements.some(exactly) ? exactly : elementFilter(filter, attribute, profile, true);
  if (!elements.some(selects)) return withDescribed(path, filter, elements, operation, profile);
  return withSinglePrimary(
    elements,
    elements.map((element) => (selects(element) ? selectedAfter(path, element, operation, profile) : element)),
    attribute,
  );
}

/** `tags[value eq "a"]`: the values that are selected in a list of plain ones. */
function withSelectedPlain(
  attribute: Attribute,
  filter: Filter,
  values: readonly unknown[],
  { op, value }: PatchOperation,
  profile: Profile,
): unknown[] {
  const selects = elementFilter(filter, attribute, profile);
  const isFound = values.some(selects);
  if (!isFound && !profile.createsFilteredElement && op !== 'add')
    throw noTarget(`No value of "${attribute.name}" is selected by the filter in the path`);
  if (isUnassigned(value) && op === 'add') return [...values];
  const others = values.filter((each) => !selects(each));
  if (op === 'remove' || isUnassigned(value)) return others;
  const given = singleValue(attribute, value, profile, attribute.name);
  if (!isFound) return withElement(attribute, values, given);
  return (
    canonicalValues(
      attribute,
      values.map((each) => (selects(each) ? given : each)),
      profile,
    ) ?? []
  );
}

/** A selected element after the operation; undefined when it is gone. Text alone stands for its `value`. */
function selectedAfter(
  { attribute, subAttribute }: PatchPath,
  element: Element,
  operation: PatchOperation,
  profile: Profile,
): Element | undefined {
  if (subAttribute) return withSubAttribute(element, attribute, subAttribute, operation, profile);
  const { op, value } = operation;
  if (op === 'remove') return undefined;
  if (isUnassigned(value)) return op === 'add' ? element : undefined;
  if (op === 'replace' && isObject(value)) return wholeValue(attribute, value, profile);
  return withSubAttributes(element, attribute, operation, profile);
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
  const described = describedBy(filter, attribute);
  const mayCreate = profile.createsFilteredElement || op === 'add';
  if (!mayCreate || (op !== 'remove' && !described))
    throw noTarget(`No value of "${attribute.name}" is selected by the filter in the path`);
  if (op === 'remove' || isUnassigned(value)) return elements;
  const given = changeableIn(attribute, subAttribute ? { [subAttribute.name]: value } : value, profile);
  if ([...given.values()].every(isUnassigned)) {
    if (op === 'add') return elements;
    throw invalidValue(`The value for "${attribute.name}" is empty: set its sub-attributes`);
  }
  const element = withSubAttributes({}, attribute, { op: 'add', value: described }, profile);
  const completed = subAttribute
    ? withSubAttribute(element, attribute, subAttribute, { op: 'add', value }, profile)
    : withSubAttributes(element, attribute, { op: 'add', value }, profile);
  return withElement(attribute, elements, completed);
}

/** The element that `type eq "work" and primary eq true` describes; undefined when the filter says anything else. */
function describedBy(filter: Filter, parent: Attribute): Element | undefined {
  if (filter.kind === 'and') {
    const parts = filter.terms.map((term) => describedBy(term, parent));
    return parts.every((part) => part !== undefined) ? Object.assign({}, ...parts) : undefined;
  }
  if (filter.kind !== 'comparison' || filter.compareOp !== 'eq' || filter.compValue === null) return undefined;
  const { schema, attribute, subAttribute } = filter.attrPath;
  const name = named(parent.subAttributes, attribute)?.name ?? attribute;
  return schema === undefined && subAttribute === undefined ? { [name]: filter.compValue } : undefined;
}
