import type { KeptMail } from './mail.service.js';
import { oneLine } from './one-line.js';
import { isoTime } from '../../platform/time.js';

/** A mail as admins see it, without its text, whose link is for the reader alone. */
export function shownMail({ id, state, payload, createdAt, sentAt, dueAt, attempts, lastError }: KeptMail) {
  return {
    id,
    state,
    template: payload.template,
    to: oneLine(payload.to, 320),
    created: isoTime(createdAt),
    sent: isoTime(sentAt),
    due: state === 'waiting' ? isoTime(dueAt) : null,
    attempts,
    lastError,
  };
}
