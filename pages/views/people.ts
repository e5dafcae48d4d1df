import { Api } from '../api/api.js';
import { isProblem, Problem } from '../api/problem.js';
import type { Me } from '../api/types.js';
import { announce, nameOrganization } from '../page.js';
import { texts } from '../messages/index.js';
import { repeatWhileSeen } from '../repeat.js';
import { showConfirmed } from './confirmed.js';
import { showRevoked } from './revoked.js';
import { showSignedOut } from './signed-out.js';
import { showUnanswered } from './unanswered.js';
import { showWaiting } from './waiting.js';

const WAITING_MS = 5_000;
const CONFIRMED_MS = 30_000;

/** A member's own page: shows where the person stands, and turns by itself when that changes. */
export async function people(organizationId: string): Promise<void> {
  const api = new Api(organizationId);
  const again = () => people(organizationId);
  try {
    const me = await api.me();
    nameOrganization(me.organization.name);
    const left = me.status === 'confirmed' ? showConfirmed(api, me, again) : showWaiting(api, me, again);
    repeatWhileSeen(me.status === 'confirmed' ? CONFIRMED_MS : WAITING_MS, left, () => notice(api, me, left, again));
  } catch (error) {
    if (isProblem(error, 'signed_out')) return showSignedOut(api);
    if (!isProblem(error, 'revoked')) return showUnanswered(error, again);
    const left = showRevoked(again);
    repeatWhileSeen(CONFIRMED_MS, left, async () => {
      const isStillSo = await api.me().then(
        () => false,
        (problem) => isProblem(problem, 'revoked') || (problem as Problem).isPassing,
      );
      if (!isStillSo && !left.aborted) await again();
    });
  }
}

/** Shows the page anew when it is not what it was. An outage changes nothing. */
async function notice(api: Api, before: Me, left: AbortSignal, again: () => Promise<void>): Promise<void> {
  try {
    const me = await api.me();
    const isSame = me.status === before.status && me.isAdmin === before.isAdmin && me.recipient === before.recipient;
    if (isSame || left.aborted) return;
    if (me.status === 'confirmed') announce(texts.confirmed.title);
    await again();
  } catch (error) {
    if (error instanceof Problem && !error.isPassing && !left.aborted) await again();
  }
}
