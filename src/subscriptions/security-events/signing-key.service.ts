import { createECDH, createPrivateKey, hkdfSync, type KeyObject } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { calculateJwkThumbprint, type JWK } from 'jose';
import { SecretsService } from '../../platform/secrets/secrets.service.js';

export const ALGORITHM = 'ES256';
/** Order of the group P-256 (FIPS 186-5). */
const ORDER = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n;
const COORDINATE = 32;

interface SigningKey {
  /** RFC 7638 thumbprint. */
  readonly kid: string;
  readonly privateKey: KeyObject;
  /** RFC 7517, without anything private. */
  readonly publicJwk: JWK;
}

/**
 * The key with which the server signs security event tokens. It is made from a secret of the server, so that all processes
 * have the same and the database does not hold it where SERVER_SECRET is set.
 */
@Injectable()
export class SigningKeyService {
  private made: Promise<SigningKey> | undefined;

  constructor(private readonly secrets: SecretsService) {}

  get(): Promise<SigningKey> {
    this.made ??= this.make().catch((error: unknown) => {
      this.made = undefined;
      throw error;
    });
    return this.made;
  }

  private async make(): Promise<SigningKey> {
    const jwk = privateJwk(await this.secrets.get('security-events'));
    const { kty, crv, x, y } = jwk;
    const kid = await calculateJwkThumbprint({ kty, crv, x, y });
    return {
      kid,
      privateKey: createPrivateKey({ key: jwk, format: 'jwk' }),
      publicJwk: { kty, crv, x, y, kid, use: 'sig', alg: ALGORITHM },
    };
  }
}

/** With 16 bytes more than the order has, so that no key is likelier than another (FIPS 186-5 A.2.1). */
function privateJwk(secret: Buffer) {
  const random = Buffer.from(hkdfSync('sha256', secret, '', `muster ${ALGORITHM}`, COORDINATE + 16));
  const scalar = (BigInt(`0x${random.toString('hex')}`) % (ORDER - 1n)) + 1n;
  const d = Buffer.from(scalar.toString(16).padStart(2 * COORDINATE, '0'), 'hex');
  const pair = createECDH('prime256v1');
  pair.setPrivateKey(d);
  const point = pair.getPublicKey();
  const [x, y] = [point.subarray(1, 1 + COORDINATE), point.subarray(1 + COORDINATE)];
  return {
    kty: 'EC',
    crv: 'P-256',
    x: x.toString('base64url'),
    y: y.toString('base64url'),
    d: d.toString('base64url'),
  };
}
