import { isIP } from 'node:net';
import { Injectable, Logger } from '@nestjs/common';
import type { AuthenticationResponseJSON, RegistrationResponseJSON } from '@simplewebauthn/server';
import { HIDES, isLegible } from '../../scim/attributes/visible-text.js';
import { clock } from '../../platform/database/clock.js';
import { newId } from '../../platform/ids/new-id.js';
import { Configuration } from '../../platform/config/configuration.js';
import { UniqueViolationError } from '../../platform/database/database-errors.js';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import type { Actor } from '../../events/actor.js';
import { Problem } from '../../platform/http/problem.js';
import { sha256 } from '../../platform/ids/sha256.js';
import { AdminCredentials, type SignedInAdmin } from './admin-credentials.js';
import { AdminEvents } from './admin-events.js';
import type { Client } from './known-clients.js';
import type { AdminPasskey } from './admin-passkey.entity.js';
import type { Admin } from './admin.entity.js';
import { AdminsRepository } from './admins.repository.js';
import { networkOf } from '../../platform/http/client-network.js';
import { PasskeysRepository } from './passkeys.repository.js';
import { Throttle } from './throttle.js';

const CHALLENGE_MS = 5 * 60_000;
/** That one address is given in the window of the throttle. */
const MAX_CHALLENGES = 60;
/** For all sign-ins together. */
const MAX_OPEN_CHALLENGES = 10_000;
const MAX_PASSKEYS = 20;
const MAX_LABEL = 100;
const MAX_CREDENTIAL_ID = 1_400;

/** Passkeys of admins (WebAuthn Level 3): made for the host of PUBLIC_URL, and only used by who unlocks them. */
@Injectable()
export class Passkeys {
  private readonly logger = new Logger('Admins');
  private readonly rpID: string;
  private readonly origin: string;

  constructor(
    configuration: Configuration,
    private readonly unitOfWork: UnitOfWork,
    private readonly admins: AdminsRepository,
    private readonly passkeys: PasskeysRepository,
    private readonly credentials: AdminCredentials,
    private readonly events: AdminEvents,
    private readonly throttle: Throttle,
  ) {
    const { hostname, origin } = new URL(configuration.PUBLIC_URL);
    [this.rpID, this.origin] = [hostname, origin];
  }

  /** Whether browsers can use passkeys at PUBLIC_URL: a name, reached by https or on the same machine. */
  get arePossible(): boolean {
    const isName = isIP(this.rpID) === 0 && !this.rpID.startsWith('[');
    return isName && (this.origin.startsWith('https:') || this.rpID === 'localhost');
  }

  list({ id }: Admin): Promise<AdminPasskey[]> {
    return this.unitOfWork.read((connection) => this.passkeys.list(connection, id));
  }

  /** What a browser needs to make a passkey of an admin: PublicKeyCredentialCreationOptionsJSON. @throws Problem 409 */
  async registrationOptions({ admin, actor }: SignedInAdmin) {
    const known = await this.list(admin);
    if (known.length >= MAX_PASSKEYS) throw new Problem(409, 'too_many', `Nobody can have more than ${MAX_PASSKEYS}`);
    const { generateRegistrationOptions } = await library();
    const options = await generateRegistrationOptions({
      rpName: 'Muster',
      rpID: this.rpID,
      userID: new Uint8Array(Buffer.from(admin.id)),
      userName: admin.email,
      userDisplayName: admin.name,
      timeout: CHALLENGE_MS,
      excludeCredentials: known.map(({ credentialId }) => ({ id: credentialId })),
      authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
    });
    await this.keep(options.challenge, admin.id, actor);
    return options;
  }

  /** Adds the passkey that a browser has made. @throws Problem 400, 401, 409 where the server knows it already */
  async register(current: SignedInAdmin, label: string, response: RegistrationResponseJSON): Promise<AdminPasskey> {
    const { admin, actor } = current;
    if (label.trim() === '' || label.length > MAX_LABEL)
      throw new Problem(400, 'invalid', `A label has 1 to ${MAX_LABEL} characters`);
    if (!isLegible(label)) throw new Problem(400, 'invalid', `The label ${HIDES}`);
    const challenge = await challengeOf(response);
    if (challenge === undefined || !(await this.use(challenge, admin.id))) throw refused();
    const { credential } = await this.verifiedRegistration(response, challenge);
    const passkey = { id: newId(), adminId: admin.id, label, credentialId: credential.id, counter: credential.counter };
    const publicKey = Buffer.from(credential.publicKey).toString('base64url');
    const row = { ...passkey, publicKey, createdAt: clock.now(), lastUsedAt: null };
    await this.unitOfWork
      .run(async (transaction) => {
        await this.credentials.lock(transaction, current);
        if ((await this.passkeys.list(transaction, admin.id)).length >= MAX_PASSKEYS)
          throw new Problem(409, 'too_many', `An account has at most ${MAX_PASSKEYS} passkeys: remove one first`);
        await this.passkeys.insert(transaction, row);
        const { id, label: named } = row;
        await this.credentials.tellMade(transaction, 'passkey', current, { id, label: named });
        await this.events.tell(transaction, 'passkey_added', admin, actor);
      })
      .catch((error: unknown) => {
        if (!(error instanceof UniqueViolationError)) throw error;
        throw new Problem(409, 'known', 'This passkey is known already');
      });
    return row;
  }

  /** @throws Problem 404 */
  async remove(current: SignedInAdmin, id: string): Promise<void> {
    const { admin, actor } = current;
    await this.unitOfWork.run(async (transaction) => {
      await this.credentials.lock(transaction, current);
      if (!(await this.passkeys.delete(transaction, admin.id, id)))
        throw new Problem(404, 'unknown', 'You have no such passkey');
      await this.events.tell(transaction, 'passkey_removed', admin, actor);
    });
  }

  /** What a browser needs to ask for any passkey of this server: PublicKeyCredentialRequestOptionsJSON. @throws Problem 429 */
  async requestOptions({ address }: Client) {
    await this.throttle.count({ names: [`challenge ${networkOf(address)}`], most: MAX_CHALLENGES });
    const options = { rpID: this.rpID, timeout: CHALLENGE_MS, userVerification: 'required' } as const;
    const { generateAuthenticationOptions } = await library();
    const request = await generateAuthenticationOptions(options);
    await this.keep(request.challenge, null);
    return request;
  }

  /** Signs in. @returns the value of a session's cookie too @throws Problem 401 for whatever is wrong */
  async signIn(response: AuthenticationResponseJSON, client: Client): Promise<{ admin: Admin; cookie: string }> {
    const { passkey, counter } = await this.prove(response, client);
    return this.unitOfWork.run(async (transaction) => {
      const admin = await this.admins.find(transaction, passkey.adminId);
      const isFirst = await this.passkeys.noteUse(transaction, passkey.id, passkey.counter, counter, clock.now());
      if (!admin || !isFirst) throw wrong();
      return { admin, cookie: await this.credentials.start(transaction, admin, client) };
    });
  }

  /** Takes a fresh proof of the admin who is signed in. @returns until when that counts @throws Problem 401 */
  async stepUp({ admin, session }: SignedInAdmin, response: AuthenticationResponseJSON, client: Client) {
    const { passkey, counter } = await this.prove(response, client);
    return this.unitOfWork.run(async (transaction) => {
      const isFirst = await this.passkeys.noteUse(transaction, passkey.id, passkey.counter, counter, clock.now());
      if (passkey.adminId !== admin.id || !isFirst) throw wrong();
      return this.credentials.noteProof(transaction, session!);
    });
  }

  /** Which passkey has signed the challenge that it names. */
  private async prove(response: AuthenticationResponseJSON, client: Client) {
    const proof = await this.proofOf(response);
    if (proof) return proof;
    this.logger.warn({ msg: 'A sign-in of an admin failed', address: client.address });
    throw wrong();
  }

  private async proofOf(response: AuthenticationResponseJSON) {
    const challenge = await challengeOf(response);
    if (challenge === undefined || !(await this.use(challenge, null))) return undefined;
    const { id } = response;
    if (typeof id !== 'string' || id.length > MAX_CREDENTIAL_ID) return undefined;
    const passkey = await this.unitOfWork.read((connection) => this.passkeys.findByCredential(connection, id));
    if (!passkey) return undefined;
    const { credentialId, publicKey, counter } = passkey;
    const { verifyAuthenticationResponse } = await library();
    const verified = await verifyAuthenticationResponse({
      response,
      expectedChallenge: challenge,
      expectedOrigin: this.origin,
      expectedRPID: this.rpID,
      credential: { id: credentialId, publicKey: new Uint8Array(Buffer.from(publicKey, 'base64url')), counter },
      requireUserVerification: true,
    }).catch(() => undefined);
    if (!verified?.verified) return undefined;
    if (response.response.userHandle !== Buffer.from(passkey.adminId).toString('base64url')) return undefined;
    return { passkey, counter: verified.authenticationInfo.newCounter };
  }

  private async verifiedRegistration(response: RegistrationResponseJSON, challenge: string) {
    const { verifyRegistrationResponse } = await library();
    const verified = await verifyRegistrationResponse({
      response,
      expectedChallenge: challenge,
      expectedOrigin: this.origin,
      expectedRPID: this.rpID,
      requireUserVerification: true,
    }).catch(() => undefined);
    if (!verified?.verified || verified.registrationInfo.credential.id.length > MAX_CREDENTIAL_ID) throw refused();
    return verified.registrationInfo;
  }

  private async keep(challenge: string, adminId: string | null, actor?: Actor): Promise<void> {
    const now = clock.now();
    await this.unitOfWork.run(async (transaction) => {
      await actor?.recheck?.(transaction);
      await this.passkeys.deleteChallenges(transaction, now);
      if (adminId === null && (await this.passkeys.countChallenges(transaction)) >= MAX_OPEN_CHALLENGES)
        throw new Problem(
          429,
          'too_many_attempts',
          'Too many sign-ins are in progress: try again in 5 minutes',
          {},
          300,
        );
      const row = { hash: sha256(challenge), adminId, expiresAt: now + CHALLENGE_MS };
      await this.passkeys.insertChallenge(transaction, row);
    });
  }

  /** Whether the challenge was given out for that, for the first time. */
  private use(challenge: string, adminId: string | null): Promise<boolean> {
    return this.unitOfWork.run((transaction) =>
      this.passkeys.useChallenge(transaction, sha256(challenge), adminId, clock.now()),
    );
  }
}

/** Loaded when it is needed: it is large, and most processes never see a passkey. */
function library() {
  return import('@simplewebauthn/server');
}

/** The challenge that a browser says it has answered; undefined for what no browser sends. */
async function challengeOf(
  response: RegistrationResponseJSON | AuthenticationResponseJSON,
): Promise<string | undefined> {
  const { decodeClientDataJSON } = await import('@simplewebauthn/server/helpers');
  try {
    const { challenge } = decodeClientDataJSON(response.response.clientDataJSON);
    return typeof challenge === 'string' ? challenge : undefined;
  } catch {
    return undefined;
  }
}

const refused = () => new Problem(400, 'passkey_refused', 'The passkey could not be added: begin again');
const wrong = () => new Problem(401, 'wrong_credentials', 'The passkey is not right, or it took too long: begin again');
