import { domainToASCII } from 'node:url';
import { fingerprintOf } from '../../onboarding/keys/fingerprint.js';
import { caseKey } from '../../platform/text/case-key.js';
import { domainOf, isAddress } from '../../messaging/mail/address.js';
import type { WaitingMember } from './answers.js';
import type { Policy } from './policy.js';
import type { KnownKey } from './state.js';

/** Why somebody is not confirmed: a name for programs and a sentence for people. */
export interface Objection {
  readonly reason:
    | 'admin'
    | 'unusable_key'
    | 'not_in_key_log'
    | 'key_changed'
    | 'domain'
    | 'group'
    | 'fingerprint'
    | 'delay'
    | 'limit';
  readonly text: string;
  /** Whether it goes away by itself. */
  readonly isPassing?: boolean;
}

const HOUR_MS = 3_600_000;

/**
 * Whether somebody may be confirmed without an admin. What the policy cannot allow comes first: admins, and keys that
 * are not the first one of that person.
 * @param known what was noted of the person's key; undefined when the key log does not have it
 * @param confirmations when people were confirmed in the last hour
 * @returns undefined when nothing speaks against it
 */
export function objectionTo(
  member: WaitingMember,
  known: KnownKey | undefined,
  policy: Policy,
  confirmations: readonly number[],
  now: number,
): Objection | undefined {
  if (member.isAdmin) return { reason: 'admin', text: 'is an admin: left for an admin' };
  if (!member.hasUsableKey)
    return {
      reason: 'unusable_key',
      text: 'nothing can be encrypted for this key: left for an admin, who has to reset it',
    };
  if (!known) return { reason: 'not_in_key_log', text: 'the key is not in the key log: left for an admin' };
  if (known.hasChanged || known.recipient !== member.recipient)
    return { reason: 'key_changed', text: 'key changed — left for an admin' };
  return refusal(member, policy) ?? postponement(known, policy, confirmations, now);
}

function refusal({ address, groups, recipient }: WaitingMember, policy: Policy): Objection | undefined {
  if (policy.domains && !policy.domains.has(asciiDomainOf(address)))
    return { reason: 'domain', text: 'the domain of the address is not allowed: left for an admin' };
  if (policy.groups && !groups.some((group) => policy.groups!.has(caseKey(group))))
    return { reason: 'group', text: 'is in none of the groups: left for an admin' };
  if (policy.fingerprints && !policy.fingerprints.has(fingerprintOf(recipient).join(' ')))
    return { reason: 'fingerprint', text: 'the fingerprint is not among those given: left for an admin' };
  return undefined;
}

function postponement(
  { since }: KnownKey,
  { delay = 0, maxPerHour }: Policy,
  confirmations: readonly number[],
  now: number,
): Objection | undefined {
  if (now - since < delay)
    return { reason: 'delay', text: `waits until ${new Date(since + delay).toISOString()}`, isPassing: true };
  if (maxPerHour !== undefined && withinTheHour(confirmations, now).length >= maxPerHour)
    return { reason: 'limit', text: `waits: ${maxPerHour} were confirmed within an hour`, isPassing: true };
  return undefined;
}

export function withinTheHour(times: readonly number[], now: number): number[] {
  return times.filter((time) => now - time < HOUR_MS);
}

/** An empty text, which no policy has, for what is no address. */
function asciiDomainOf(address: string | null): string {
  return isAddress(address) ? domainToASCII(domainOf(address)) : '';
}
