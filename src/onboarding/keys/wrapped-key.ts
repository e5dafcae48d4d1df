import { decryptWith, encryptFor } from './age.js';
import { type KeyPair, keyPairOf } from './key-pair.js';

/** One version of an organization's key: its public half. */
export interface OrganizationKeyVersion {
  readonly organizationId: string;
  /** From 1. */
  readonly version: number;
  readonly recipient: string;
}

export interface OpenedOrganizationKey extends OrganizationKeyVersion {
  readonly identity: string;
}

/** What a member was given is not the key that the organization says it has. */
export class ForeignKey extends Error {
  override readonly name = 'ForeignKey';
}

/**
 * The organization's key in an armored age file that only the member's key opens. What is in it says for which
 * organization, version and member it is, so that none can be passed off as another.
 */
export function wrapKey(key: Omit<OpenedOrganizationKey, 'recipient'>, memberRecipient: string): Promise<string> {
  return encryptFor(memberRecipient, `${context(key, memberRecipient)}\n${key.identity}`);
}

/**
 * Opens the organization's key, and proves that it is this version of this organization, wrapped for this member.
 * @throws ForeignKey when it is another @throws Error when the member's key does not open it
 */
export async function unwrapKey(
  wrappedKey: string,
  member: KeyPair,
  of: OrganizationKeyVersion,
): Promise<OpenedOrganizationKey> {
  const text = await decryptWith(member.identity, wrappedKey);
  const end = text.lastIndexOf('\n');
  if (text.slice(0, Math.max(end, 0)) !== context(of, member.recipient)) throw new ForeignKey();
  const { identity, recipient } = await keyPairOf(text.slice(end + 1));
  if (recipient !== of.recipient) throw new ForeignKey();
  return { ...of, identity };
}

function context(
  { organizationId, version }: Pick<OrganizationKeyVersion, 'organizationId' | 'version'>,
  memberRecipient: string,
): string {
  return ['muster organization key v1', organizationId, version, memberRecipient].join('\n');
}
