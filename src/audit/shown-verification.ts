import type { Verification } from './audit-verification.js';

/** What a verification found, as admins see it. */
export function shownVerification({ anchor, head, events, links, earlier, fault }: Verification) {
  return {
    intact: fault === undefined,
    ...(fault && { sequence: fault.sequence, fault: fault.detail }),
    head: `${head.sequence}:${head.hash}`,
    events,
    links,
    anchor,
    earlier,
  };
}
