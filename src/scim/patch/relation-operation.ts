import { isUnassigned } from '../attributes/document.js';
import type { Filter } from '../filter/ast.js';
import type { Profile } from '../protocol/profile.js';
import { mutability, noTarget } from '../protocol/scim-error.js';
import { listedElements } from './list-operation.js';
import type { PatchOperation } from './patch-operation.js';
import type { PatchPath } from './path.js';
import type { RelationChange } from './resource-change.js';

/** Adds one operation on a relation, such as `members`, to what shall be done with its rows. */
export function applyToRelation(
  change: RelationChange,
  path: PatchPath,
  operation: PatchOperation,
  profile: Profile,
): void {
  const { op, value } = operation;
  const { attribute, subAttribute, filter } = path;
  if (subAttribute)
    throw mutability(`"${attribute.name}.${subAttribute.name}" cannot be changed: remove the value and add another`);
  if (filter) return onMatching(change, path, filter, operation, profile);
  if (op === 'remove' && value === undefined) return change.replace([]);
  const values = valuesIn(path, operation, profile);
  if (op === 'add') change.add(values);
  else if (op === 'remove') change.remove(values);
  else change.replace(values);
}

function onMatching(
  change: RelationChange,
  path: PatchPath,
  filter: Filter,
  operation: PatchOperation,
  profile: Profile,
): void {
  const { op, value } = operation;
  const named = valuesNamedBy(filter);
  if (op === 'remove') return named ? change.remove(named) : change.removeMatching(filter);
  if (!named || !profile.createsFilteredElement)
    throw noTarget(`Add to "${path.attribute.name}" by its values, not by a filter`);
  if (isUnassigned(value)) return op === 'replace' ? change.remove(named) : undefined;
  const others = valuesIn(path, operation, profile);
  if (others.some((other) => !named.includes(other)))
    throw mutability(`"${path.attribute.name}.value" cannot be changed: remove the value and add another`);
  change.add(named);
}

function valuesIn({ attribute }: PatchPath, operation: PatchOperation, profile: Profile): string[] {
  return listedElements(attribute, operation, profile).map((element) => (element as { value: string }).value);
}

/** The values of `value eq "a" or value eq "b"`; undefined for any other filter. */
function valuesNamedBy(filter: Filter): string[] | undefined {
  if (filter.kind === 'or') {
    const lists = filter.terms.map(valuesNamedBy);
    return lists.every((list) => list !== undefined) ? lists.flat() : undefined;
  }
  if (filter.kind !== 'comparison' || filter.compareOp !== 'eq' || typeof filter.compValue !== 'string')
    return undefined;
  const { schema, attribute, subAttribute } = filter.attrPath;
  return schema === undefined && subAttribute === undefined && attribute.toLowerCase() === 'value'
    ? [filter.compValue]
    : undefined;
}
