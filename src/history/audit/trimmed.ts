import type { EventDraft } from '../../events/event.js';
import { isoTime } from '../../platform/time.js';

/** Its `data` is a Trimmed, and more. */
export const TRIMMED = 'organization.audit_trimmed';

/** Up to where events were removed. */
export interface Trimmed {
  readonly sequence: number;
  /** What the chain was up to it; null where it was from before there was a chain. */
  readonly hash: string | null;
}

/** @param events how many @param before they are all older, in milliseconds since 1970 */
export function trimmedEvent(
  organizationId: string,
  { sequence, hash }: Trimmed,
  events: number,
  before: number,
): EventDraft {
  return {
    type: TRIMMED,
    resourceType: 'Organization',
    resourceId: organizationId,
    data: { sequence, hash, events, before: isoTime(before) },
  };
}
