import { fingerprintOf } from '../../onboarding/keys/fingerprint.js';
import type { KeyPair } from '../../onboarding/keys/key-pair.js';
import { type OpenedOrganizationKey, wrapKey } from '../../onboarding/keys/wrapped-key.js';
import { givenKeyIn, membersIn, type WaitingMember } from './answers.js';
import { Distrust } from './faults.js';
import { Decisions } from './decisions.js';
import { objectionTo, withinTheHour } from './judgement.js';
import { noted, watchKeyLog } from './key-log-watch.js';
import { openOrganizationKey } from './organization-key.js';
import type { Policy } from './policy.js';
import { Refusal, type Server } from './server.js';
import { signIn } from './sign-in.js';
import type { ConfirmerState } from './state.js';

const MEMBERS_AT_ONCE = 500;
/** How often a rotation may come between reading the key log and reading the key. */
const ATTEMPTS = 3;

interface ConfirmerParts {
  readonly server: Server;
  readonly key: KeyPair;
  readonly policy: Policy;
  readonly decisions: Decisions;
  /** Keeps the state for good. It is called before what depends on it is done. */
  readonly keep: (state: ConfirmerState) => void;
  readonly isDryRun: boolean;
  /** Whether to end: what is under way is finished, nothing new is begun. */
  readonly isStopping: () => boolean;
}

/** Looks who waits, and confirms whom the policy allows. */
export class Confirmer {
  private isSignedIn = false;

  constructor(
    private readonly parts: ConfirmerParts,
    private state: ConfirmerState,
  ) {}

  /**
   * One look at everybody who waits.
   * @returns how many could not be confirmed for another reason than the policy
   * @throws Distrust, NotAdmitted, Unavailable, Refusal: then the rest of them was not looked at
   */
  async round(): Promise<number> {
    if (!this.isSignedIn) await this.signIn();
    try {
      return await this.look();
    } catch (error) {
      if (!(error instanceof Refusal) || error.status !== 401) throw error;
      await this.signIn();
      return this.look();
    }
  }

  /** Ends the session, if it can. */
  async signOut(): Promise<void> {
    if (!this.isSignedIn) return;
    this.isSignedIn = false;
    await this.parts.server.delete('/sessions/current').catch(() => undefined);
  }

  private async signIn(): Promise<void> {
    await signIn(this.parts.server, this.parts.key);
    this.isSignedIn = true;
  }

  /** Does what the server takes only a few minutes after a sign-in: signs in again where that is longer ago. */
  private async freshly(work: () => Promise<unknown>): Promise<void> {
    try {
      await work();
    } catch (error) {
      if (!(error instanceof Refusal) || error.reason !== 'step_up_needed') throw error;
      await this.signIn();
      await work();
    }
  }

  /** People first, then the log: so that the log has all keys of the list. */
  private async look(): Promise<number> {
    const waiting = await this.waiting();
    const key = await this.verifiedKey();
    for (const { id, recipient } of waiting) this.note(id, recipient);
    this.parts.decisions.forgetAllBut(waiting);
    let failures = 0;
    const confirmations = withinTheHour(this.state.confirmations, Date.now());
    for (const member of waiting) {
      if (this.parts.isStopping()) break;
      const objection = objectionTo(member, this.state.keys[member.id], this.parts.policy, confirmations, Date.now());
      if (objection) this.parts.decisions.left(member, objection);
      else {
        confirmations.push(Date.now());
        failures += (await this.confirm(member, key, confirmations)) ? 0 : 1;
      }
    }
    return failures;
  }

  private async waiting(): Promise<WaitingMember[]> {
    const { server, policy } = this.parts;
    const groups = policy.groups !== undefined;
    const all: WaitingMember[] = [];
    for (let after: string | null = ''; after !== null;) {
      const query = `status=accepted&limit=${MEMBERS_AT_ONCE}&after=${after}${groups ? '&groups=true' : ''}`;
      const { members, next } = await membersIn(await server.get(`/members?${query}`), groups);
      if (next !== null && next <= after) throw new Distrust('The list of members of the server has no end');
      all.push(...members);
      after = next;
    }
    return all;
  }

  /** The log comes first, and is remembered before its key is used. @throws Distrust */
  private async verifiedKey(): Promise<OpenedOrganizationKey> {
    const { server, key, decisions } = this.parts;
    for (let attempt = 1; ; attempt += 1) {
      const before = this.state.organizationKey;
      this.change(await watchKeyLog(server, this.state, Date.now()));
      const current = this.state.organizationKey!;
      if (before && before.version !== current.version) decisions.rotated(current);
      const given = givenKeyIn(await server.get('/me/key'));
      if (given.keyVersion <= current.version || attempt === ATTEMPTS)
        return openOrganizationKey(given, key, { organizationId: this.state.organizationId, ...current });
    }
  }

  private note(id: string, recipient: string): void {
    const known = this.state.keys[id];
    const now = known && noted(known, recipient, Date.now());
    if (now && now !== known) this.change({ ...this.state, keys: { ...this.state.keys, [id]: now } });
  }

  private async confirm(
    member: WaitingMember,
    key: OpenedOrganizationKey,
    confirmations: readonly number[],
  ): Promise<boolean> {
    const { server, policy, decisions, isDryRun } = this.parts;
    if (isDryRun) return decisions.wouldConfirm(member);
    // Counted before it is done: killed in between, it confirms one too few and not one too many.
    if (policy.maxPerHour !== undefined) this.change({ ...this.state, confirmations: [...confirmations] });
    const { id, recipient, recipientHash } = member;
    const wrappedKey = await wrapKey(key, recipient);
    try {
      const confirmation = { recipientHash, wrappedKey, keyVersion: key.version };
      await this.freshly(() => server.post(`/members/${id}/confirm`, confirmation));
    } catch (error) {
      if (!(error instanceof Refusal) || error.status === 401) throw error;
      return decisions.failed(member, error);
    }
    return decisions.confirmed(member, key.version, fingerprintOf(recipient));
  }

  private change(state: ConfirmerState): void {
    if (state === this.state) return;
    this.state = state;
    this.parts.keep(state);
  }
}
