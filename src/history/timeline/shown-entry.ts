import type { TimelineEntry } from './timeline-entry.js';

/** An entry as admins see it. */
export function shownEntry({ time, kind, text, details }: TimelineEntry) {
  return { time: new Date(time).toISOString(), kind, text, details };
}
