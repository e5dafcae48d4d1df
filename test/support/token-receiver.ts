import { createRemoteJWKSet, type JWTPayload, jwtVerify, type RemoteJWKSet } from 'jose';
import type { Application } from './application.js';
import type { AnyJson } from './scim-client.js';

const PUBLIC_URL = 'https://muster.example';
const PREFIX = 'urn:ietf:params:scim:event:';

/** The claims of a token, with the event URIs without what all of them begin with. */
export interface Claims extends JWTPayload {
  readonly sub_id: { readonly format: string; readonly uri: string; readonly externalId?: string };
  readonly events: Record<string, AnyJson>;
}

/** Takes security event tokens as RFC 8417 §4 and RFC 9967 ask receivers to. */
export class TokenReceiver {
  private readonly keys: RemoteJWKSet;
  readonly audience: string;

  constructor(readonly application: Application) {
    this.keys = createRemoteJWKSet(new URL('/.well-known/jwks.json', application.muster.url));
    this.audience = `${PUBLIC_URL}/api/v1/organizations/${application.organizationId}/security-events`;
  }

  /** @throws unless the token is the server's, and for this receiver */
  async verified(token: string): Promise<Claims> {
    const { payload } = await jwtVerify<Claims>(token, this.keys, {
      issuer: PUBLIC_URL,
      audience: this.audience,
      typ: 'secevent+jwt',
      algorithms: ['ES256'],
      requiredClaims: ['iat', 'jti', 'txn', 'sub_id', 'events'],
    });
    const events = Object.entries(payload.events).map(([uri, event]) => [uri.replace(PREFIX, ''), event]);
    return { ...payload, events: Object.fromEntries(events) };
  }

  /** What is open, acknowledged, verified and in order. */
  async drain(): Promise<Claims[]> {
    return Promise.all((await this.application.drain()).map((token) => this.verified(token)));
  }
}
