import { decryptWith, encryptFor } from './age.js';
import { type KeyPair, keyPairOf } from './key-pair.js';

/** What a member was given is not the key that the organization says it has. */
export class ForeignKey extends Error {
  override readonly name = 'ForeignKey';
}

/** The organization's key in an armored age file that only the member's key opens. */
export function wrapKey(organizationIdentity: string, memberRecipient: string): Promise<string> {
  return encryptFor(memberRecipient, organizationIdentity);
}

/**
 * Opens the organization's key, and proves that it is the one of the organization's recipient.
 * @throws ForeignKey when it is another @throws Error when the member's key does not open it
 */
export async function unwrapKey(
  wrappedKey: string,
  memberIdentity: string,
  organizationRecipient: string,
): Promise<KeyPair> {
  const key = await keyPairOf(await decryptWith(memberIdentity, wrappedKey));
  if (key.recipient !== organizationRecipient) throw new ForeignKey();
  return key;
}
