import {
  type PublicKeyCredentialCreationOptionsJSON,
  type PublicKeyCredentialRequestOptionsJSON,
  startAuthentication,
  startRegistration,
} from '@simplewebauthn/browser';
import { ApiProblem, post } from './api.js';
import { texts } from './messages/index.js';
import type { Passkey } from './types.js';

/** Signs in by a passkey; who is signed in already proves anew who it is. */
export async function proveByPasskey(): Promise<unknown> {
  const optionsJSON = await post<PublicKeyCredentialRequestOptionsJSON>('session/passkey/options');
  const response = await startAuthentication({ optionsJSON }).catch(notGiven);
  return post('session/passkey', { response });
}

/** Has the browser make a passkey for the account. */
export async function makePasskey(label: string): Promise<Passkey> {
  const optionsJSON = await post<PublicKeyCredentialCreationOptionsJSON>('me/passkeys/options');
  const response = await startRegistration({ optionsJSON }).catch(notGiven);
  return post('me/passkeys', { label, response });
}

/** Browsers do not tell whether there was none, or nobody wanted to. */
function notGiven(): never {
  throw new ApiProblem(0, 'no_passkey', texts.problems.noPasskey);
}
