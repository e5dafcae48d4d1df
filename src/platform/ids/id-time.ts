/** The lowest UUIDv7 of a time (RFC 9562 §5.7). @param time in milliseconds since 1970 */
export function firstIdAt(time: number): string {
  const hex = Math.max(0, time).toString(16).padStart(12, '0');
  return `${hex.slice(0, 8)}-${hex.slice(8)}-0000-0000-000000000000`;
}
