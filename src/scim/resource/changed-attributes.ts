import { isDeepStrictEqual } from 'node:util';
import { type Document, isUnassigned } from '../attributes/document.js';

/** Before and after of each top-level attribute that differs. */
export function changedAttributes(
  before: Document,
  after: Document,
): Record<string, { before?: unknown; after?: unknown }> {
  const names = new Set([...Object.keys(before), ...Object.keys(after)]);
  const changed = [...names].filter((name) => !isDeepStrictEqual(before[name], after[name]));
  return Object.fromEntries(
    changed.map((name) => [
      name,
      {
        ...(!isUnassigned(before[name]) && { before: before[name] }),
        ...(!isUnassigned(after[name]) && { after: after[name] }),
      },
    ]),
  );
}
