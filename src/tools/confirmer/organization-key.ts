import type { KeyPair } from '../../onboarding/keys/key-pair.js';
import {
  type OpenedOrganizationKey,
  type OrganizationKeyVersion,
  unwrapKey,
} from '../../onboarding/keys/wrapped-key.js';
import type { GivenKey } from './answers.js';
import { Distrust } from './faults.js';

/**
 * The organization's key, opened, and proven to be the one that the key log has.
 * @throws Distrust when it is another one than the log says, or cannot be opened
 */
export async function openOrganizationKey(
  given: GivenKey,
  own: KeyPair,
  of: OrganizationKeyVersion,
): Promise<OpenedOrganizationKey> {
  const { version, recipient } = of;
  if (given.keyVersion !== version || given.organizationRecipient !== recipient)
    throw new Distrust(
      `The server gave version ${given.keyVersion} of the organization's key, ${given.organizationRecipient}; ` +
        `by the key log it is version ${version}, ${recipient}`,
    );
  try {
    return await unwrapKey(given.wrappedKey, own, of);
  } catch {
    // What was opened instead is nobody's business.
    throw new Distrust("What the server gave as the organization's key does not open, or is another key");
  }
}
