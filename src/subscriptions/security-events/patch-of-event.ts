import { isDeepStrictEqual } from 'node:util';
import { isObject } from '../../scim/attributes/document.js';

const PATCH_OP = 'urn:ietf:params:scim:api:messages:2.0:PatchOp';

/** RFC 7644 §3.5.2. */
export interface PatchOperation {
  readonly op: 'add' | 'remove' | 'replace';
  readonly path: string;
  readonly value?: unknown;
}

export function patchOp(operations: readonly PatchOperation[]): object {
  return { schemas: [PATCH_OP], Operations: operations };
}

/**
 * Operations that lead from before to after. A complex attribute is changed by its sub-attributes, because replacing one
 * leaves those that are not named (RFC 7644 §3.5.2.3).
 * @param changes before and after, by the names of attributes and the URNs of extensions, as events have them
 */
export function patchOperations(changes: unknown): PatchOperation[] {
  if (!isObject(changes)) return [];
  return Object.entries(changes).flatMap(([name, change]) => {
    if (!isObject(change)) return [];
    const { before, after } = change;
    if (name.includes(':')) return within(`${name}:`, before ?? {}, after ?? {});
    return operationsAt(name, before, after);
  });
}

export function memberOperations(added: readonly string[], removed: readonly string[]): PatchOperation[] {
  const joined = added.map((value) => ({ value }));
  return [
    ...(joined.length > 0 ? [{ op: 'add', path: 'members', value: joined } as const] : []),
    ...removed.map((id) => ({ op: 'remove', path: `members[value eq "${id}"]` }) as const),
  ];
}

function operationsAt(path: string, before: unknown, after: unknown): PatchOperation[] {
  if (isDeepStrictEqual(before, after)) return [];
  if (after === undefined) return [{ op: 'remove', path }];
  if (isObject(before) && isObject(after)) return within(`${path}.`, before, after);
  return [{ op: 'replace', path, value: after }];
}

function within(prefix: string, before: unknown, after: unknown): PatchOperation[] {
  if (!isObject(before) || !isObject(after)) return [];
  const names = new Set([...Object.keys(before), ...Object.keys(after)]);
  return [...names].flatMap((name) => operationsAt(prefix + name, before[name], after[name]));
}
