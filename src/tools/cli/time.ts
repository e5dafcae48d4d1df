import { InvalidArgumentError } from 'commander';

/** Milliseconds since 1970 of a time in ISO 8601. */
export function time(text: string): number {
  const milliseconds = Date.parse(text);
  if (Number.isNaN(milliseconds)) throw new InvalidArgumentError('Write it like 2026-11-25T14:00:00Z.');
  return milliseconds;
}
