import { isISO8601, ValidateBy } from 'class-validator';

/** A time in ISO 8601 that the engine can read, which leaves out weeks and days of the year. */
export const IsTime = () =>
  ValidateBy({
    name: 'isTime',
    validator: {
      validate: (value: unknown) => isISO8601(value, { strict: true }) && !Number.isNaN(Date.parse(String(value))),
      defaultMessage: () => '$property has to be a time like 2026-11-26T14:00:00Z',
    },
  });

/** Milliseconds since 1970 of what has passed `IsTime`. */
export function millisecondsOf(time: string | undefined): number | undefined {
  return time === undefined ? undefined : Date.parse(time);
}
