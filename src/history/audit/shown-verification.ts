import type { PartialVerification, Verification } from './audit-verification.js';
import { headText } from './chain-walk.js';

/** What a verification found, as admins see it. */
export function shownVerification({ anchor, head, events, links, earlier, fault }: Verification) {
  return {
    ok: fault === undefined,
    ...(fault && { sequence: fault.sequence, fault: fault.detail }),
    verifiedTo: headText(head),
    events,
    links,
    anchor,
    earlier,
  };
}

export function shownPart({ next, ...verification }: PartialVerification) {
  return { ...shownVerification(verification), next: next && headText(next) };
}
