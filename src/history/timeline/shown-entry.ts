import type { TimelineEntry } from './timeline-entry.js';
import { isoTime } from '../../platform/time.js';

/** An entry as admins see it. */
export function shownEntry({ time, kind, text, details }: TimelineEntry) {
  return { time: isoTime(time), kind, text, details };
}
