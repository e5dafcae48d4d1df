import { canonicalValues } from '../attributes/canonical.js';
import { isUnassigned } from '../attributes/document.js';
import type { Filter } from '../filter/ast.js';
import type { Profile } from '../protocol/profile.js';
import { mutability, noTarget } from '../protocol/scim-error.js';
import type { PatchOperation } from './patch-operation.js';
import type { PatchPath } from './path.js';
import type { RelationChange } from './resource-change.js';

/** Adds one operation on a relation, such as `members`, to what shall be done with its rows. */
export function applyToRelation(
  change: RelationChange,
  path: PatchPath,
  { op, value }: PatchOperation,
  profile: Profile,
): void {
  const { attribute, subAttribute, filter } = path;
  if (subAttribute && (op !== 'remove' || filter))
    throw mutability(`"${attribute.name}.${subAttribute.name}" cannot be changed: remove the value and add another`);
  if (filter) return onMatching(change, path, filter, op, value, profile);
  if (op === 'remove' && value === undefined) return change.replace([]);
  const values = valuesIn(path, value, profile);
  if (op === 'add') change.add(values);
  else if (op === 'remove') change.remove(values);
  else change.replace(values);
}

function onMatching(
  change: RelationChange,
  path: PatchPath,
  filter: Filter,
  op: string,
  value: unknown,
  profile: Profile,
): void {
  const named = valuesNamedBy(filter);
  if (op === 'remove') return named ? change.remove(named) : change.removeMatching(filter);
  if (!named || !profile.createsFilteredElement)
    throw noTarget(`Add to "${path.attribute.name}" by its values, not by a filter`);
  const others = isUnassigned(value) ? [] : valuesIn(path, value, profile);
  if (others.some((other) => !named.includes(other)))
    throw mutability(`"${path.attribute.name}.value" cannot be changed: remove the value and add another`);
  change.add(named);
}

function valuesIn({ attribute }: PatchPath, value: unknown, profile: Profile): string[] {
  const list = Array.isArray(value) ? value : isUnassigned(value) ? [] : [value];
  return (canonicalValues(attribute, list, profile) ?? []).map((element) => (element as { value: string }).value);
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
