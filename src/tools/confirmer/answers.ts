import { type KeyLogEntry } from '../../onboarding/keys/key-log.js';
import { recipientHashOf } from '../../onboarding/keys/key-pair.js';
import { isRecipient } from '../../onboarding/keys/recipient.js';
import { Distrust } from './faults.js';

/** Somebody who has accepted, as the server tells it; nothing of it is proven by that. */
export interface WaitingMember {
  readonly id: string;
  readonly displayName: string;
  /** The proven one: people who have accepted have proven it. */
  readonly address: string | null;
  readonly isAdmin: boolean;
  /** As the server has it; an empty text where that is nothing like a recipient. */
  readonly recipient: string;
  readonly recipientHash: string;
  /** Whether anything can be encrypted for the recipient; the hash is that of it then. */
  readonly hasUsableKey: boolean;
  /** Display names; empty unless they were asked for. */
  readonly groups: readonly string[];
}

/** The organization's key as this program has been given it. */
export interface GivenKey {
  readonly wrappedKey: string;
  readonly keyVersion: number;
  readonly organizationRecipient: string;
}

type Unchecked = Readonly<Record<string, unknown>>;

const ID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const HASH = /^[0-9a-f]{64}$/;
/** X25519, in Bech32. */
const RECIPIENT = /^age1[02-9ac-hj-np-z]{58}$/;

/** @throws Distrust when it is no page of members who wait, or has a hash that is not that of a recipient */
export async function membersIn(
  answer: unknown,
  withGroups: boolean,
): Promise<{ members: WaitingMember[]; next: string | null }> {
  const { members, next } = objectIn(answer);
  if (!Array.isArray(members) || !(next === null || isText(next, ID))) return refuse('no list of members');
  return { members: await Promise.all(members.map((each: unknown) => memberIn(objectIn(each), withGroups))), next };
}

async function memberIn(member: Unchecked, withGroups: boolean): Promise<WaitingMember> {
  const { id, displayName, address, status, isAdmin, recipient, recipientHash, groups = [] } = member;
  if (withGroups && member['groups'] === undefined)
    return refuse('members without their groups, which it may be too old for');
  const isRight =
    isText(id, ID) &&
    typeof displayName === 'string' &&
    (address === null || typeof address === 'string') &&
    status === 'accepted' &&
    typeof isAdmin === 'boolean' &&
    Array.isArray(groups) &&
    groups.every((group) => typeof group === 'string');
  if (!isRight) return refuse('a member that is none, or does not wait');
  const person = {
    id,
    displayName,
    address,
    isAdmin,
    groups,
    recipient: isText(recipient, RECIPIENT) ? recipient : '',
  };
  if (!(await isRecipient(recipient))) return { ...person, recipientHash: '', hasUsableKey: false };
  if (recipientHash !== recipientHashOf(person.recipient)) return refuse('a hash that does not match the recipient');
  return { ...person, recipientHash, hasUsableKey: true };
}

/** @throws Distrust when it is no part of a key log; whether the entries hang together is not looked at */
export function keyLogIn(answer: unknown): { entries: KeyLogEntry[]; isEnd: boolean } {
  const { entries, isEnd } = objectIn(answer);
  if (!Array.isArray(entries) || typeof isEnd !== 'boolean') return refuse('no key log');
  return { entries: entries.map((entry: unknown) => entryIn(objectIn(entry))), isEnd };
}

function entryIn(entry: Unchecked): KeyLogEntry {
  const { sequence, time, kind, userId, recipient, keyVersion, previousHash, hash } = entry;
  const isRight =
    Number.isSafeInteger(sequence) &&
    Number.isSafeInteger(time) &&
    typeof kind === 'string' &&
    isText(userId, ID) &&
    isText(recipient, RECIPIENT) &&
    (keyVersion === null || Number.isSafeInteger(keyVersion)) &&
    isText(previousHash, HASH) &&
    isText(hash, HASH);
  return isRight ? (entry as unknown as KeyLogEntry) : refuse('an entry of the key log that is none');
}

/** @throws Distrust */
export function givenKeyIn(answer: unknown): GivenKey {
  const { wrappedKey, keyVersion, organizationRecipient } = objectIn(answer);
  const isRight =
    typeof wrappedKey === 'string' && Number.isSafeInteger(keyVersion) && isText(organizationRecipient, RECIPIENT);
  return isRight
    ? { wrappedKey, keyVersion: keyVersion as number, organizationRecipient }
    : refuse('no key of the organization');
}

export function objectIn(value: unknown): Unchecked {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Unchecked;
  return refuse('an answer of another shape');
}

function isText(value: unknown, form: RegExp): value is string {
  return typeof value === 'string' && form.test(value);
}

function refuse(what: string): never {
  throw new Distrust(`The server has sent ${what}`);
}
