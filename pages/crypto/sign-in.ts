import type { KeyPair } from '../../src/onboarding/keys/key-pair.js';
import type { Api } from '../api/api.js';
import { keys } from './keys.js';

/** Starts a session by proving that one has the key. @throws Problem 401 when it is no member's, 403 when revoked */
export async function signInWith(api: Api, { identity, recipient }: KeyPair): Promise<void> {
  const { challenge } = await api.challenge(recipient);
  await api.signIn(recipient, await keys.answerTo(challenge, identity, api.organizationId));
}
