import { Injectable, Logger } from '@nestjs/common';
import * as client from 'openid-client';
import { Configuration } from '../../platform/config/configuration.js';
import { clock } from '../../platform/database/clock.js';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import { Problem } from '../../platform/http/problem.js';
import { STEP_UP_MS } from '../../platform/http/fresh-proof.js';
import { AdminCredentials } from './admin-credentials.js';
import type { Client } from './known-clients.js';
import type { Admin } from './admin.entity.js';
import { AdminsRepository } from './admins.repository.js';
import { addressIn, isAuthenticatedSince } from './openid-claims.js';

const TIMEOUT_S = 10;

/** What a browser keeps while its user is at the issuer, so that nobody else can finish what it began. */
export interface OpenIdConnectAttempt {
  readonly state: string;
  readonly nonce: string;
  /** PKCE's code verifier (RFC 7636). */
  readonly verifier: string;
  /** When a fresh proof was asked for, in milliseconds since 1970; undefined for a mere sign-in. */
  readonly freshSince: number | undefined;
  /** Which account is meant; undefined where there is only one. */
  readonly accountId: string | undefined;
}

/** Signing in at an OpenID Connect issuer: the code flow with PKCE, state and nonce. */
@Injectable()
export class OpenIdConnect {
  private readonly logger = new Logger('Admins');
  private discovered: Promise<client.Configuration> | undefined;

  constructor(
    private readonly configuration: Configuration,
    private readonly unitOfWork: UnitOfWork,
    private readonly admins: AdminsRepository,
    private readonly credentials: AdminCredentials,
  ) {}

  /** What the button says; undefined where there is no issuer. */
  get label(): string | undefined {
    return this.configuration.OIDC_ISSUER && this.configuration.OIDC_LABEL;
  }

  /**
   * @param isFresh whether the issuer shall ask who it is, although it knows
   * @returns where the browser goes on @throws Problem 404 without an issuer, 502 where it does not answer
   */
  async begin(isFresh: boolean, accountId?: string): Promise<{ url: string; attempt: OpenIdConnectAttempt }> {
    const issuer = await this.issuer();
    const attempt = {
      state: client.randomState(),
      nonce: client.randomNonce(),
      verifier: client.randomPKCECodeVerifier(),
      freshSince: isFresh ? clock.now() : undefined,
      accountId,
    };
    const { href: url } = client.buildAuthorizationUrl(issuer, {
      redirect_uri: this.callback.href,
      scope: 'openid email profile',
      state: attempt.state,
      nonce: attempt.nonce,
      code_challenge: await client.calculatePKCECodeChallenge(attempt.verifier),
      code_challenge_method: 'S256',
      ...(isFresh && { prompt: 'login', max_age: '0' }),
    });
    return { url, attempt };
  }

  /**
   * Signs in whose address the issuer has verified. It is a fresh proof where one was asked for, and the issuer says
   * that it was made since.
   * @param query of the request with which the issuer sent the browser back
   * @returns the value of the cookie of a session @throws Problem 401, 403 where nobody has that address, 404, 502
   */
  async finish(
    query: string,
    { state, nonce, verifier, freshSince, accountId }: OpenIdConnectAttempt,
    from: Client,
  ): Promise<string> {
    const issuer = await this.issuer();
    const url = this.callback;
    url.search = query;
    const checks = { expectedState: state, expectedNonce: nonce, pkceCodeVerifier: verifier };
    const { email, claims } = await this.claimsOf(issuer, url, checks).catch((error: Error) => {
      this.logger.warn({ msg: 'A sign-in of an admin failed', address: from.address, reason: error.message });
      throw new Problem(401, 'wrong_credentials', 'The sign-in was not completed: begin again');
    });
    const accounts = email === undefined ? [] : await this.accountsOf(email);
    if (accounts.length === 0) {
      this.logger.warn({ msg: 'Somebody who is no admin signed in at the issuer', address: from.address });
      throw new Problem(403, 'no_admin', 'No admin has this account, or its e-mail address is not verified');
    }
    const admin = await this.credentials.chosen(accounts, accountId);
    const since = freshSince && Math.max(freshSince, clock.now() - STEP_UP_MS);
    const isFresh = since !== undefined && isAuthenticatedSince(claims, since);
    if (since !== undefined && !isFresh)
      this.logger.warn({
        msg: 'The sign-in is no fresh proof: the ID token has no recent auth_time',
      });
    return this.unitOfWork.run((transaction) => this.credentials.start(transaction, admin, from, isFresh));
  }

  /** Those that somebody has joined by; only where there is none of them, those that wait for it. */
  private async accountsOf(email: string): Promise<Admin[]> {
    const accounts = await this.unitOfWork.read((connection) => this.admins.allByEmail(connection, email));
    const joined = accounts.filter(({ passwordHash, lastSignInAt }) => passwordHash !== null || lastSignInAt !== null);
    return joined.length > 0 ? joined : accounts;
  }

  /** What the ID token says, and the verified address: at the userinfo endpoint where the token has none. */
  private async claimsOf(issuer: client.Configuration, url: URL, checks: client.AuthorizationCodeGrantChecks) {
    const tokens = await client.authorizationCodeGrant(issuer, url, checks);
    const claims = tokens.claims()!;
    const isBrief = claims[this.configuration.OIDC_EMAIL_CLAIM] === undefined;
    const told =
      isBrief && issuer.serverMetadata().userinfo_endpoint !== undefined
        ? await client.fetchUserInfo(issuer, tokens.access_token, claims.sub)
        : claims;
    return { claims, email: addressIn(told, this.configuration) };
  }

  /** Asked for what it offers at the first use; again after a failure. */
  private issuer(): Promise<client.Configuration> {
    this.discovered ??= this.discover().catch((error: unknown) => {
      this.discovered = undefined;
      throw error;
    });
    return this.discovered;
  }

  private async discover(): Promise<client.Configuration> {
    const { OIDC_ISSUER: issuer, OIDC_CLIENT_ID: id = '', OIDC_CLIENT_SECRET: secret = '' } = this.configuration;
    if (issuer === undefined) throw new Problem(404, 'unknown', 'This server has no sign-in by OpenID Connect');
    const execute = issuer.startsWith('http:') ? [client.allowInsecureRequests] : [];
    const options = { execute, timeout: TIMEOUT_S };
    return client.discovery(new URL(issuer), id, secret, authentication(secret), options).catch((error: Error) => {
      this.logger.error({ msg: 'The OpenID Connect issuer does not answer as it should', reason: error.message });
      throw new Problem(502, 'issuer_unavailable', 'The issuer does not answer: try again later');
    });
  }

  private get callback(): URL {
    return new URL(`${this.configuration.PUBLIC_URL}/api/v1/session/openid-connect/callback`);
  }
}

/** `client_secret_basic` unless the issuer takes only the other one (OpenID Connect Discovery 1.0, section 3). */
function authentication(secret: string): client.ClientAuth {
  const [basic, post] = [client.ClientSecretBasic(secret), client.ClientSecretPost(secret)];
  return (server, ...rest) => {
    const offered = server.token_endpoint_auth_methods_supported;
    const isBasic = !offered || offered.includes('client_secret_basic');
    return isBasic ? basic(server, ...rest) : post(server, ...rest);
  };
}
