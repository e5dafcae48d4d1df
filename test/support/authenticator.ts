import { createHash, generateKeyPairSync, type KeyObject, randomBytes, sign } from 'node:crypto';
import { isoCBOR } from '@simplewebauthn/server/helpers';
import type { AnyJson } from './scim-client.js';

const USER_PRESENT = 0x01;
const USER_VERIFIED = 0x04;
const ATTESTED = 0x40;

export interface Credential {
  readonly id: Buffer;
  readonly privateKey: KeyObject;
  readonly userHandle: string;
  counter: number;
}

/** A passkey provider with a browser around it: makes passkeys and signs with them (WebAuthn Level 3, ES256). */
export class Authenticator {
  readonly credentials: Credential[] = [];
  /** What it says about its user: whether somebody unlocked it. */
  flags = USER_PRESENT | USER_VERIFIED;

  constructor(
    readonly origin: string,
    readonly rpId = new URL(origin).hostname,
  ) {}

  lock(): void {
    this.flags = USER_PRESENT;
  }

  unlock(): void {
    this.flags = USER_PRESENT | USER_VERIFIED;
  }

  /** @returns a RegistrationResponseJSON */
  make({ challenge, user }: AnyJson) {
    const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    const credential = { id: randomBytes(32), privateKey, userHandle: user.id, counter: 0 };
    this.credentials.push(credential);
    const length = Buffer.alloc(2);
    length.writeUInt16BE(credential.id.length);
    const attested = Buffer.concat([Buffer.alloc(16), length, credential.id, coseKey(publicKey)]);
    const authData = new Uint8Array(Buffer.concat([this.head(ATTESTED, 0), attested]));
    const attestation = new Map<string, string | Map<string, string> | Uint8Array<ArrayBuffer>>([
      ['fmt', 'none'],
      ['attStmt', new Map()],
      ['authData', authData],
    ]);
    const attestationObject = base64url(isoCBOR.encode(attestation));
    const clientDataJSON = base64url(this.clientData('webauthn.create', challenge));
    return this.answer(credential, { clientDataJSON, attestationObject, transports: ['internal'] });
  }

  /** @returns an AuthenticationResponseJSON of the newest passkey */
  use({ challenge }: AnyJson, credential = this.credentials.at(-1)!) {
    credential.counter++;
    const authenticatorData = this.head(0, credential.counter);
    const clientData = this.clientData('webauthn.get', challenge);
    const signed = Buffer.concat([authenticatorData, createHash('sha256').update(clientData).digest()]);
    const signature = base64url(sign('sha256', signed, credential.privateKey));
    return this.answer(credential, {
      clientDataJSON: base64url(clientData),
      authenticatorData: base64url(authenticatorData),
      signature,
      userHandle: credential.userHandle,
    });
  }

  private head(flags: number, counter: number): Buffer {
    const rest = Buffer.alloc(5);
    rest.writeUInt8(this.flags | flags);
    rest.writeUInt32BE(counter, 1);
    return Buffer.concat([createHash('sha256').update(this.rpId).digest(), rest]);
  }

  private clientData(type: string, challenge: string): Buffer {
    return Buffer.from(JSON.stringify({ type, challenge, origin: this.origin, crossOrigin: false }));
  }

  private answer<Response extends object>({ id }: Credential, response: Response) {
    const name = id.toString('base64url');
    return { id: name, rawId: name, type: 'public-key', clientExtensionResults: {}, response };
  }
}

/** RFC 9053 §7.1: kty EC2, alg ES256, crv P-256, x, y. */
function coseKey(key: KeyObject): Uint8Array {
  const { x, y } = key.export({ format: 'jwk' });
  const bytes = (text: string | undefined) => new Uint8Array(Buffer.from(text!, 'base64url'));
  return isoCBOR.encode(
    new Map<number, number | Uint8Array<ArrayBuffer>>([
      [1, 2],
      [3, -7],
      [-1, 1],
      [-2, bytes(x)],
      [-3, bytes(y)],
    ]),
  );
}

function base64url(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('base64url');
}
