import { decryptWith, isFileFor } from '../../onboarding/keys/age.js';
import type { KeyPair } from '../../onboarding/keys/key-pair.js';
import { objectIn } from './answers.js';
import { Distrust, NotAdmitted } from './faults.js';
import { Refusal, type Server } from './server.js';
import { sha256 } from '../../platform/ids/sha256.js';

const PURPOSE = 'muster sign-in v1';
const NONCE = /^[0-9a-f]{64}$/;

/**
 * Proves to the server who one is.
 * @throws Distrust when it asks for something else to be opened; NotAdmitted when it does not take the answer
 */
export async function signIn(server: Server, { identity, recipient }: KeyPair): Promise<void> {
  const { challenge } = objectIn(await server.post('/sessions/challenge', { recipient }));
  const answer = await answerTo(challenge, identity, server);
  try {
    await server.post('/sessions', { recipient, answer });
  } catch (error) {
    if (error instanceof Refusal && error.status === 401) throw new NotAdmitted(error.message);
    throw error;
  }
}

/**
 * The SHA-256 of a challenge's text. Nothing that could tell of any other text leaves this: not its hash, not a word of
 * it, and the same sentence whatever it was. A challenge for another server or organization is another text.
 * @throws Distrust
 */
export async function answerTo(
  challenge: unknown,
  identity: string,
  { url, organizationId }: Pick<Server, 'url' | 'organizationId'>,
): Promise<string> {
  const text = await opened(challenge, identity);
  const [purpose, place, organization, nonce, ...more] = (text ?? '').split('\n');
  const isChallenge =
    purpose === PURPOSE &&
    place === url &&
    organization === organizationId &&
    NONCE.test(nonce ?? '') &&
    more.length === 0;
  if (!isChallenge)
    throw new Distrust(
      `What the server gave to be opened is no sign-in to ${url}, organization ${organizationId}. ` +
        'Is --url exactly the PUBLIC_URL of the server?',
    );
  return sha256(text!);
}

async function opened(challenge: unknown, identity: string): Promise<string | undefined> {
  try {
    const file = String(challenge);
    return isFileFor('X25519', file) ? await decryptWith(identity, file) : undefined;
  } catch {
    return undefined;
  }
}
