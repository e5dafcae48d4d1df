import { type Document, isObject, isUnassigned } from '../attributes/document.js';
import type { ResourceType } from '../attributes/resource-type.js';
import { Ignored } from '../attributes/ignored.js';
import { type Profile } from '../protocol/profile.js';
import { invalidValue, mutability } from '../protocol/scim-error.js';
import { isForgotten, requireAttributes } from '../resource/read-resource.js';
import { applyToAttribute } from './attribute-operation.js';
import { definedOperation, noteOthers, nothingLeft, type ReadOperation } from './defined-operation.js';
import type { OperationWithPath, PatchOperation } from './patch-operation.js';
import { extensionPath, parsePatchPath, type PatchPath } from './path.js';
import { applyToRelation } from './relation-operation.js';
import { RelationChange, type ResourceChange } from './resource-change.js';

/**
 * Applies the operations of a PATCH one after the other, each to the result of the one before (RFC 7644 §3.5.2). The
 * given document is not changed.
 * @param id of the resource, which some clients repeat in the value
 * @param ignored takes the names that nothing defines, where the profile leaves them out
 * @throws ScimError invalidPath, noTarget, mutability, invalidValue or invalidFilter; then nothing is to be stored
 */
export function applyPatch(
  original: Document,
  operations: readonly PatchOperation[],
  type: ResourceType,
  profile: Profile,
  id: string,
  ignored = new Ignored(),
): ResourceChange {
  const document = { ...original };
  const relations = new Map<string, RelationChange>();
  const rewritten = profile.patchWorkarounds.reduce(
    (list, workaround) => list.flatMap((operation) => workaround(operation, { id, type })),
    [...operations],
  );
  noteOthers(operations, type, ignored);
  const withPaths = rewritten.flatMap((each) => withPath(each, type));
  const read = withPaths.flatMap((each) => readOperation(each, type, profile, ignored) ?? []);
  if (withPaths.length > 0 && read.length === 0) throw nothingLeft(operations, type, ignored);
  for (const { operation, path } of read) {
    refuseReadOnly(path);
    if (isForgotten(path.attribute, profile)) continue;
    if (path.attribute.relation) applyToRelation(relationOf(relations, path), path, operation, profile);
    else applyToAttribute(document, path, operation, profile);
  }
  requireAttributes(document, type, (name) => mutability(`${name} is required and cannot be removed`));
  return { document, relations };
}

/** @returns undefined where all of it is left out */
function readOperation(
  operation: OperationWithPath,
  type: ResourceType,
  profile: Profile,
  ignored: Ignored,
): ReadOperation | undefined {
  if (profile.leavesUndefinedOut) return definedOperation(operation, type, ignored);
  return { operation, path: parsePatchPath(operation.path, type) };
}

/** An operation without a path, or on a whole extension, is one on each attribute that its value names. */
function withPath(operation: PatchOperation, type: ResourceType): OperationWithPath[] {
  const { op, path, value } = operation;
  const extension = path === undefined ? undefined : extensionPath(path, type);
  if (path !== undefined && !extension) return [{ op, path, value }];
  if (extension && (op === 'remove' || isUnassigned(value))) {
    if (op === 'add') return [];
    return extension.attributes.map(({ name }) => ({ op: 'remove', path: `${extension.id}:${name}` }));
  }
  if (!isObject(value))
    throw invalidValue(
      `The value for ${extension ? `"${extension.id}"` : 'the resource'} must be an object that names attributes`,
    );
  return Object.entries(value).flatMap(([name, inner]) => {
    if (extension) return { op, path: `${extension.id}:${name}`, value: inner };
    if (type.extension(name)) return withPath({ op, path: name, value: inner }, type);
    return { op, path: name, value: inner };
  });
}

function refuseReadOnly({ attribute, subAttribute }: PatchPath): void {
  const readOnly = [attribute, subAttribute].find((each) => each?.mutability === 'readOnly');
  if (readOnly || attribute.name === 'schemas')
    throw mutability(`"${(readOnly ?? attribute).name}" is set by the server and cannot be changed`);
}

function relationOf(relations: Map<string, RelationChange>, { attribute }: PatchPath): RelationChange {
  const change = relations.get(attribute.name) ?? new RelationChange();
  relations.set(attribute.name, change);
  return change;
}
