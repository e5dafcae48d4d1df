import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { type CryptoKey, exportJWK, generateKeyPair, type JWK, type JWTPayload, SignJWT } from 'jose';

export const CLIENT = { id: 'muster', secret: 'the secret of muster' };

interface Answer {
  readonly status: number;
  readonly json?: object;
  readonly location?: string;
}

/** A small OpenID Connect issuer: whoever comes is who `user` says, without a question. */
export class Issuer {
  /** Claims about who signs in. */
  user: JWTPayload = {};
  /** What the token has beside or instead of what it should have. */
  twist: JWTPayload = {};
  /** Whether the address is only told at the userinfo endpoint. */
  isBrief = false;
  isDown = false;
  /** When whoever comes has signed in here, in seconds: now where nothing is said and the client asks for it. */
  authTime: number | undefined;
  private readonly codes = new Map<string, URLSearchParams>();
  private readonly server: Server;

  private constructor(
    private readonly privateKey: CryptoKey,
    private readonly jwk: JWK,
  ) {
    this.server = createServer((request, response) => {
      void this.answer(request).then(({ status, json = {}, location }) => {
        const headers = { 'Content-Type': 'application/json', ...(location && { Location: location }) };
        response.writeHead(status, headers).end(JSON.stringify(json));
      });
    });
  }

  static async start(): Promise<Issuer> {
    const { privateKey, publicKey } = await generateKeyPair('RS256');
    const issuer = new Issuer(privateKey, { ...(await exportJWK(publicKey)), kid: 'one', alg: 'RS256', use: 'sig' });
    await new Promise<void>((resolve) => issuer.server.listen(0, '127.0.0.1', resolve));
    return issuer;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  /** What a browser gets at the authorization endpoint. @returns where it is sent back to */
  authorize(location: string): URL {
    const { origin, pathname, searchParams } = new URL(location);
    if (`${origin}${pathname}` !== `${this.url}/authorize`)
      throw new Error(`Not the authorization endpoint: ${location}`);
    const code = `code-${this.codes.size}`;
    this.codes.set(code, searchParams);
    const back = new URL(searchParams.get('redirect_uri')!);
    back.search = new URLSearchParams({ code, state: searchParams.get('state')!, iss: this.url }).toString();
    return back;
  }

  stop(): Promise<void> {
    this.server.closeAllConnections();
    return new Promise((resolve) => this.server.close(() => resolve()));
  }

  private async answer(request: IncomingMessage): Promise<Answer> {
    if (this.isDown) return { status: 503 };
    if (request.url!.startsWith('/authorize?'))
      return { status: 302, location: this.authorize(this.url + request.url).href };
    if (request.url === '/.well-known/openid-configuration') return { status: 200, json: this.metadata };
    if (request.url === '/keys') return { status: 200, json: { keys: [this.jwk] } };
    if (request.url === '/userinfo') return { status: 200, json: { sub: 'ada', ...this.user } };
    return this.token(request);
  }

  private get metadata() {
    return {
      issuer: this.url,
      authorization_endpoint: `${this.url}/authorize`,
      token_endpoint: `${this.url}/token`,
      userinfo_endpoint: `${this.url}/userinfo`,
      jwks_uri: `${this.url}/keys`,
      response_types_supported: ['code'],
      subject_types_supported: ['public'],
      id_token_signing_alg_values_supported: ['RS256'],
      authorization_response_iss_parameter_supported: true,
    };
  }

  /** RFC 6749 §4.1.3 with RFC 7636 §4.6. */
  private async token(request: IncomingMessage): Promise<Answer> {
    const given = new URLSearchParams(await text(request));
    const asked = this.codes.get(given.get('code') ?? '');
    this.codes.delete(given.get('code') ?? '');
    const challenge = createHash('sha256')
      .update(given.get('code_verifier') ?? '')
      .digest('base64url');
    const credentials = [CLIENT.id, new URLSearchParams({ '': CLIENT.secret }).toString().slice(1)].join(':');
    const isClient = request.headers.authorization === `Basic ${Buffer.from(credentials).toString('base64')}`;
    const isSame = asked?.get('redirect_uri') === given.get('redirect_uri');
    if (!isClient || !isSame || asked?.get('code_challenge') !== challenge)
      return { status: 400, json: { error: 'invalid_grant' } };
    const now = Math.floor(Date.now() / 1_000);
    const claims = { iss: this.url, aud: CLIENT.id, sub: 'ada', iat: now, exp: now + 60, nonce: asked.get('nonce') };
    const time = this.authTime ?? (asked.has('max_age') ? now : undefined);
    const token = new SignJWT({
      ...claims,
      ...(time !== undefined && { auth_time: time }),
      ...(this.isBrief ? {} : this.user),
      ...this.twist,
    });
    const idToken = await token.setProtectedHeader({ alg: 'RS256', kid: 'one' }).sign(this.privateKey);
    return { status: 200, json: { access_token: 'access', token_type: 'Bearer', id_token: idToken } };
  }
}
