import type { Position } from './order.js';

/** Where a record of a SELECT with `id` and an order's column stands; databases give text as text or as bytes. */
export function positionOf({ id, sortKey_: key }: Record<string, unknown>): Position {
  const value = Buffer.isBuffer(key) ? key.toString() : key;
  return { id: String(id), key: value === null || value === undefined ? null : (value as string | number) };
}
