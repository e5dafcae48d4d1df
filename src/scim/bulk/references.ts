import { isObject } from '../attributes/document.js';

/** A reference to what another operation of the request makes (RFC 7644 §3.7.2). */
const REFERENCE = /^bulkId:(.+)$/s;
/** Inside a path, also in its value filter. */
const REFERENCE_IN_PATH = /bulkId:([^"'\s/\]]+)/g;

/** The bulkIds that a value refers to, anywhere in it. */
export function bulkIdsIn(value: unknown): string[] {
  const found: string[] = [];
  replaced(value, (bulkId) => {
    found.push(bulkId);
    return bulkId;
  });
  return found;
}

/** The value with every reference replaced by an id. */
export function resolved<Value>(value: Value, ids: ReadonlyMap<string, string>): Value {
  return replaced(value, (bulkId) => ids.get(bulkId)!) as Value;
}

function replaced(value: unknown, idOf: (bulkId: string) => string, isPath = false): unknown {
  if (typeof value === 'string') {
    if (isPath) return value.replace(REFERENCE_IN_PATH, (_, bulkId: string) => idOf(bulkId));
    const bulkId = REFERENCE.exec(value)?.[1];
    return bulkId === undefined ? value : idOf(bulkId);
  }
  if (Array.isArray(value)) return value.map((element) => replaced(element, idOf));
  if (!isObject(value)) return value;
  const entries = Object.entries(value);
  return Object.fromEntries(
    entries.map(([name, inner]) => [name, replaced(inner, idOf, name.toLowerCase() === 'path')]),
  );
}
