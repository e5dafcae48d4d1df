import { definedValue, formerlyNamed, refuseMeaningful, refuseNames, undefinedIn } from '../attributes/defined.js';
import { isObject } from '../attributes/document.js';
import { type Ignored, toldPath } from '../attributes/ignored.js';
import { type AttrPath, documentPath, type ResourceType } from '../attributes/resource-type.js';
import { parseAttrPath } from '../filter/attr-path.js';
import { invalidPath, invalidSyntax, invalidValue, ScimError } from '../protocol/scim-error.js';
import type { OperationWithPath, PatchOperation } from './patch-operation.js';
import { parsePatchPath, type PatchPath, UndefinedPath } from './path.js';

/** An operation, and what its path names. */
export interface ReadOperation {
  readonly operation: PatchOperation;
  readonly path: PatchPath;
}

/**
 * An operation without the names that no schema defines; undefined when nothing is left of it.
 * @throws ScimError where leaving a name out would change what the operation means
 */
export function definedOperation(
  operation: OperationWithPath,
  type: ResourceType,
  ignored: Ignored,
): ReadOperation | undefined {
  const path = definedPath(operation, type, ignored);
  if (!path) return undefined;
  const { op, value } = operation;
  const { attribute, subAttribute, filter } = path;
  const target = subAttribute ?? attribute;
  if (op === 'remove' && (filter || !target.multiValued)) return { operation, path };
  if (op === 'remove' && !target.relation) refuseVague(path, value);
  const isWhole = filter === undefined || op === 'replace';
  const defined = definedValue(target, value, ignored, documentPath(path), isWhole);
  if (defined === undefined && value !== undefined) return undefined;
  return { operation: { op, value: defined }, path };
}

/**
 * Notes the names beside `op`, `path` and `value`.
 * @throws ScimError invalidSyntax for a remove that would empty what it may have meant to remove a part of
 */
export function noteOthers(operations: readonly PatchOperation[], type: ResourceType, ignored: Ignored): void {
  for (const { op, path = '', value, others = [] } of operations) {
    if (others.length === 0) continue;
    if (op === 'remove' && value === undefined && !namesOne(path, type))
      throw invalidSyntax(
        `${labelOf(others)} is not defined in an operation, and a remove without "value" removes all`,
      );
    for (const name of others) ignored.add('Operations', name);
  }
}

/** For a PATCH of which nothing is left. */
export function nothingLeft(operations: readonly PatchOperation[], type: ResourceType, ignored: Ignored): ScimError {
  const refuse = operations.some(({ path }) => path !== undefined) ? invalidPath : invalidValue;
  const { name } = type;
  return refuse(`${labelOf(ignored.names)} is not defined in the schemas of ${name}: remove it from the mapping`);
}

/** A path as the schemas have it: with the URN of the one extension that has the attribute, and names of SCIM 2.0. */
function presentPath(text: string, type: ResourceType): string {
  const [, name = ''] = /^([\w$-]+)(?!:)/.exec(text) ?? [];
  const home = type.extensionWith(name);
  const path = home ? `${home.id}:${text}` : text;
  const { subAttribute, ...parent } = parseAttrPath(path) ?? { attribute: '' };
  const present = subAttribute && formerlyNamed(type.find(parent)?.attribute.subAttributes, subAttribute);
  return present ? path.slice(0, -subAttribute.length) + present.name : path;
}

/** What a path names; undefined when that is nothing, which is noted. */
function definedPath({ path: text, value }: OperationWithPath, type: ResourceType, ignored: Ignored) {
  try {
    return parsePatchPath(presentPath(text, type), type);
  } catch (error) {
    if (!(error instanceof ScimError) || error.scimType !== 'invalidPath') throw error;
    const unreadable = { attribute: text };
    if (!(error instanceof UndefinedPath) && /["[\]]/.test(text)) throw error;
    leaveOut(error instanceof UndefinedPath ? error.attrPath : unreadable, text, value, type, ignored);
    return undefined;
  }
}

function leaveOut(
  { schema, attribute, subAttribute }: AttrPath,
  text: string,
  value: unknown,
  type: ResourceType,
  ignored: Ignored,
): void {
  const isKnown = type.find({ schema, attribute }) !== undefined;
  refuseNames(type, isKnown ? [] : attribute.split(/[.:]/), invalidPath);
  if (subAttribute !== undefined) refuseMeaningful(subAttribute, invalidPath);
  const isSchema = schema === undefined || type.isCore(schema) || type.extension(schema);
  if (isSchema) return ignored.add(...[schema, attribute, subAttribute].filter((name) => name !== undefined));
  if (isObject(value)) refuseNames(type, Object.keys(value));
  ignored.add(isObject(value) ? text : schema);
}

/** Fewer names in an element select more elements. */
function refuseVague({ attribute }: PatchPath, value: unknown): void {
  const unknown = (Array.isArray(value) ? value : [value]).flatMap((element) => undefinedIn(attribute, element));
  if (unknown.length > 0)
    throw invalidValue(`${labelOf(unknown)} is not defined in "${attribute.name}", so it cannot say what to remove`);
}

/** Whether a path names one value, and not a list or an extension. */
function namesOne(path: string, type: ResourceType): boolean {
  if (path.includes('[')) return true;
  const attrPath = parseAttrPath(path);
  const target = attrPath && type.find(attrPath);
  return (
    target !== undefined && !(target.subAttribute ?? target.attribute).multiValued && !target.attribute.multiValued
  );
}

function labelOf(names: readonly string[]): string {
  return names.map((name) => `"${toldPath([name])}"`).join(', ');
}
