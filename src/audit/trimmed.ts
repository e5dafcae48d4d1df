import type { EventDraft } from '../events/event.js';
import type { StoredEvent } from '../events/chained-events.js';

const TYPE = 'organization.audit_trimmed';

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
    type: TYPE,
    resourceType: 'Organization',
    resourceId: organizationId,
    data: { sequence, hash, events, before: new Date(before).toISOString() },
  };
}

/** What such an event tells; undefined for any other. */
export function trimmedTo({ type, data }: StoredEvent): Trimmed | undefined {
  return type === TYPE ? (JSON.parse(data) as Trimmed) : undefined;
}
