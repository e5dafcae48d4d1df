import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex } from '@noble/hashes/utils.js';
import { decryptWith } from './age.js';

/** What the first line of a challenge says, so that nothing else which was encrypted for a key is taken for one. */
const CHALLENGE_PURPOSE = 'muster sign-in v1';

/** What was to be answered is no challenge of the organization. */
export class ForeignChallenge extends Error {
  override readonly name = 'ForeignChallenge';
}

/**
 * Proves that one has a key: reads what only its owner can read, and answers with the SHA-256 of it.
 * @param challenge an armored age file with the lines: purpose, address of the server, organization, a random number
 * @throws ForeignChallenge when it is for something else: nothing is said of what was read then
 */
export async function answerTo(challenge: string, identity: string, organizationId: string): Promise<string> {
  const text = await decryptWith(identity, challenge);
  const [purpose, , organization, , ...more] = text.split('\n');
  if (purpose !== CHALLENGE_PURPOSE || organization !== organizationId || more.length > 0) throw new ForeignChallenge();
  return bytesToHex(sha256(new TextEncoder().encode(text)));
}
