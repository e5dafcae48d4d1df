export const DAY_MS = 86_400_000;

/** A time as answers have it (RFC 3339, UTC). @param time milliseconds since 1970 @returns null for null */
export function isoTime(time: number): string;
export function isoTime(time: number | null): string | null;
export function isoTime(time: number | null): string | null {
  return time === null ? null : new Date(time).toISOString();
}
