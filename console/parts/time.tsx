import { texts } from '../messages/index.js';

const UNITS = [
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
  ['second', 1_000],
] as const;
const relative = new Intl.RelativeTimeFormat(texts.locale, { numeric: 'auto' });
const exact = new Intl.DateTimeFormat(texts.locale, { dateStyle: 'medium', timeStyle: 'medium' });

/** Like "2 hours ago". */
export function ago(time: string): string {
  const distance = Date.parse(time) - Date.now();
  const [unit, length] = UNITS.find(([, size]) => Math.abs(distance) >= size) ?? UNITS[3];
  return relative.format(Math.round(distance / length), unit);
}

/** A time as people say it, and exactly for who points at it. */
export function Time({ at }: { at: string | null }) {
  if (at === null) return <>{texts.common.never}</>;
  return (
    <time dateTime={at} title={exact.format(new Date(at))}>
      {ago(at)}
    </time>
  );
}
