import { randomBytes } from 'node:crypto';
import { Injectable, Logger } from '@nestjs/common';
import { HIDES, isLegible } from '../../scim/attributes/visible-text.js';
import { clock } from '../../platform/database/clock.js';
import { newId } from '../../platform/ids/new-id.js';
import { KeyMail } from '../../messaging/admin-mail/key-mail.js';
import { WaitingMail } from '../../messaging/admin-mail/waiting-mail.js';
import type { Transaction } from '../../platform/database/connection.js';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import type { Actor } from '../../events/actor.js';
import { proofNeeded, STEP_UP_MS } from '../../platform/http/fresh-proof.js';
import { Problem, signedOut } from '../../platform/http/problem.js';
import { OrganizationsService } from '../../organizations/organizations.service.js';
import { newKey, parseKey } from '../../scim-auth/key-format.js';
import { adminActor } from './admin-events.js';
import type { Admin } from './admin.entity.js';
import { AdminsRepository } from './admins.repository.js';
import type { AdminSession } from './admin-session.entity.js';
import type { AdminToken, TokenScope } from './admin-token.entity.js';
import { networkOf } from '../../platform/http/client-network.js';
import { CredentialsRepository } from './credentials.repository.js';
import { type Client, KnownClients } from './known-clients.js';
import { Passwords } from './passwords.js';
import { type CountedAttempt, Throttle } from './throttle.js';
import { caseKey } from '../../platform/text/case-key.js';
import { matches, sha256 } from '../../platform/ids/sha256.js';
import { DAY_MS } from '../../platform/time.js';

/** Without a request for so long a session ends, and after SESSION_MS with them. */
const IDLE_MS = DAY_MS / 2;
export const SESSION_MS = 7 * DAY_MS;
/** How exact "last used" is. */
const USE_INTERVAL_MS = 60_000;
const COOKIE = /^([0-9a-f-]{36})\.([\w-]{43})$/;
/** Wrong passwords in the window of the throttle. */
const MAX_FAILURES = 10;
const MAX_AGENT = 200;
const MAX_LABEL = 100;
/** Tokens of one account at the same time. */
export const MAX_TOKENS = 20;
const MAX_SENSITIVE_MS = 90 * DAY_MS;

/** Who sends a request, by a session or by a token of theirs. */
export interface SignedInAdmin {
  readonly admin: Admin;
  /** Undefined for tokens. */
  readonly session: AdminSession | undefined;
  /** Undefined for sessions. */
  readonly token?: AdminToken;
  /** In whose name changes are made. */
  readonly actor: Actor;
}

interface NewToken {
  readonly label: string;
  readonly scope: TokenScope;
  /** In milliseconds. */
  readonly lifetime: number;
}

/** How admins prove who they are: passwords, sessions of browsers, tokens of scripts. */
@Injectable()
export class AdminCredentials {
  private readonly logger = new Logger('Admins');

  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly admins: AdminsRepository,
    private readonly credentials: CredentialsRepository,
    private readonly passwords: Passwords,
    private readonly throttle: Throttle,
    private readonly organizations: OrganizationsService,
    private readonly waiting: WaitingMail,
    private readonly known: KnownClients,
    private readonly keyMail: KeyMail,
  ) {}

  /** @returns the value of a session's cookie @throws Problem 401 for whatever is wrong, 429 after too many failures */
  async signIn(
    { email, password, accountId }: { email: string; password: string; accountId?: string },
    client: Client,
  ): Promise<{ admin: Admin; cookie: string }> {
    const found = await this.unitOfWork.read((connection) => this.admins.allByEmail(connection, email));
    const right = await this.prove(found, email, password, client);
    const admin = await this.chosen(right, accountId);
    return this.unitOfWork.run(async (transaction) => {
      await this.admins.lock(transaction, admin.id);
      const current = await this.admins.find(transaction, admin.id);
      // It may have been changed since it was proven, which takes a moment.
      if (current?.passwordHash !== admin.passwordHash) throw wrong();
      return { admin, cookie: await this.start(transaction, admin, client) };
    });
  }

  /** Starts a session. @param isFresh whether it begins with a proof that counts @returns the value of its cookie */
  async start(transaction: Transaction, admin: Admin, client: Client, isFresh = true): Promise<string> {
    const secret = randomBytes(32).toString('base64url');
    const now = clock.now();
    const session = { id: newId(), adminId: admin.id, secretHash: sha256(secret), createdAt: now, lastUsedAt: now };
    await this.credentials.deleteOldSessions(transaction, admin.id, now - SESSION_MS);
    const stepUpUntil = isFresh ? now + STEP_UP_MS : 0;
    const from = { address: client.address.slice(0, 64), agent: client.agent.slice(0, MAX_AGENT) };
    await this.credentials.insertSession(transaction, { ...session, stepUpUntil, ...from });
    await this.admins.noteSignIn(transaction, admin.id, now);
    if (admin.lastSignInAt === null) await this.tellWhoWaits(transaction, admin);
    await this.known.note(transaction, admin.id, client);
    return `${session.id}.${secret}`;
  }

  /** Proves again who the admin is. @returns until when that counts @throws Problem 401, 429 */
  async stepUp({ admin, session }: SignedInAdmin, password: string): Promise<number> {
    const attempt = { names: [`session ${session!.id}`], most: MAX_FAILURES };
    await this.throttle.count(attempt);
    if (!(await this.passwords.matches(password, admin.passwordHash))) throw wrong();
    await this.throttle.takeBack(attempt);
    return this.unitOfWork.run((transaction) => this.noteProof(transaction, session!));
  }

  /** Records that the admin has just given a fresh proof. @returns until when that counts */
  async noteProof(transaction: Transaction, { id }: AdminSession): Promise<number> {
    const until = clock.now() + STEP_UP_MS;
    await this.credentials.setStepUp(transaction, id, until);
    return until;
  }

  /** Whose session a cookie's value is; undefined for everything else. */
  async ofCookie(value: string): Promise<SignedInAdmin | undefined> {
    const [, id, secret] = COOKIE.exec(value) ?? [];
    if (!id || !secret) return undefined;
    const now = clock.now();
    const found = await this.unitOfWork.read(async (connection) => {
      const session = await this.credentials.findSession(connection, id);
      const admin = session && (await this.admins.find(connection, session.adminId));
      return session && admin && { session, admin };
    });
    if (!found || found.session.lastUsedAt < now - IDLE_MS || found.session.createdAt < now - SESSION_MS)
      return undefined;
    if (!matches(secret, found.session.secretHash)) return undefined;
    if (found.session.lastUsedAt < now - USE_INTERVAL_MS)
      await this.unitOfWork.run((transaction) => this.credentials.noteSessionUse(transaction, id, now));
    return { ...found, actor: adminActor(found.admin) };
  }

  /** Whose token it is; undefined for everything else. */
  async ofToken(text: string): Promise<SignedInAdmin | undefined> {
    const parts = parseKey(text, 'admin');
    if (!parts) return undefined;
    const now = clock.now();
    const found = await this.unitOfWork.read(async (connection) => {
      const token = await this.credentials.findToken(connection, parts.id);
      const admin = token && (await this.admins.find(connection, token.adminId));
      return token && admin && { token, admin };
    });
    if (!found || found.token.expiresAt <= now || !matches(parts.secret, found.token.secretHash)) return undefined;
    if ((found.token.lastUsedAt ?? 0) < now - USE_INTERVAL_MS)
      await this.unitOfWork.run((transaction) => this.credentials.noteTokenUse(transaction, parts.id, now));
    return { ...found, session: undefined, actor: adminActor(found.admin) };
  }

  /** @returns the token itself, this once @throws Problem 400, 401 */
  async createToken(
    current: SignedInAdmin,
    { label, scope, lifetime }: NewToken,
  ): Promise<{ id: string; token: string }> {
    const { id: adminId } = current.admin;
    if (label.trim() === '' || label.length > MAX_LABEL)
      throw new Problem(400, 'invalid', `A label has 1 to ${MAX_LABEL} characters`);
    if (!isLegible(label)) throw new Problem(400, 'invalid', `The label ${HIDES}`);
    if (scope === 'sensitive' && lifetime > MAX_SENSITIVE_MS)
      throw new Problem(
        400,
        'invalid',
        `A token with the scope "sensitive" is valid for at most 90 days: lower expiresInDays`,
      );
    const { id, secret, key } = newKey('admin');
    const createdAt = clock.now();
    const row = { id, adminId, label, scope, secretHash: sha256(secret), createdAt, expiresAt: createdAt + lifetime };
    await this.unitOfWork.run(async (transaction) => {
      await this.lock(transaction, current);
      if ((await this.credentials.countWorkingTokens(transaction, adminId, createdAt)) >= MAX_TOKENS)
        throw new Problem(409, 'too_many', `An account has at most ${MAX_TOKENS} valid tokens: end one first`);
      await this.credentials.insertToken(transaction, { ...row, lastUsedAt: null });
      await this.tellMade(transaction, 'admin', current, row);
    });
    return { id, token: key };
  }

  /** Mails the admins of the organization of a new credential of one of them. */
  async tellMade(
    transaction: Transaction,
    kind: 'admin' | 'passkey',
    { admin: { organizationId, email }, actor }: SignedInAdmin,
    {
      id,
      label,
      expiresAt = null,
    }: { readonly id: string; readonly label: string; readonly expiresAt?: number | null },
  ): Promise<void> {
    if (organizationId === null) return;
    const key = { organizationId, id, label: `${label} (${email})`, expiresAt };
    await this.keyMail.made(transaction, kind, key, actor);
  }

  /** Lets nobody else change the credentials of the account until the transaction ends. @throws Problem as `recheck` */
  async lock(transaction: Transaction, { admin, actor }: SignedInAdmin): Promise<void> {
    await this.admins.lock(transaction, admin.id);
    await actor.recheck?.(transaction);
  }

  /**
   * Keeps the session or the token, and its proof where that is needed, from ending before the transaction does.
   * @throws Problem 401 when it has ended since the request was let in, 403 when the proof has
   */
  async recheck(transaction: Transaction, { session, token }: SignedInAdmin, needsProof: boolean): Promise<void> {
    const now = clock.now();
    if (token) {
      if (!(await this.credentials.holdToken(transaction, token.id, now))) throw signedOut();
      return;
    }
    const { id } = session!;
    if (!(await this.credentials.holdSession(transaction, id, now - SESSION_MS))) throw signedOut();
    if (needsProof && !(await this.credentials.holdProof(transaction, id, now))) throw proofNeeded();
  }

  tokens({ id }: Admin) {
    return this.unitOfWork.read((connection) => this.credentials.tokens(connection, id));
  }

  sessions({ id }: Admin) {
    return this.unitOfWork.read((connection) => this.credentials.sessions(connection, id));
  }

  /** @throws Problem 401, 403, 404 */
  async revokeToken(current: SignedInAdmin, id: string): Promise<void> {
    await this.unitOfWork.run(async (transaction) => {
      await this.lock(transaction, current);
      if (!(await this.credentials.deleteToken(transaction, current.admin.id, id)))
        throw new Problem(404, 'unknown', 'You have no such token');
    });
  }

  /** @throws Problem 404 */
  async endSession(admin: Admin, id: string): Promise<void> {
    if (!(await this.unitOfWork.run((transaction) => this.credentials.deleteSession(transaction, admin.id, id))))
      throw new Problem(404, 'unknown', 'You have no such session');
  }

  /** All of an admin but one. */
  endSessions(transaction: Transaction, { id }: Admin, except?: string): Promise<void> {
    return this.credentials.deleteSessions(transaction, id, except);
  }

  /** All of an admin. */
  endTokens(transaction: Transaction, { id }: Admin): Promise<void> {
    return this.credentials.deleteTokens(transaction, id);
  }

  /** From the first sign-in on mails go to the account: it hears of those who wait already. */
  private async tellWhoWaits(transaction: Transaction, { email, organizationId }: Admin): Promise<void> {
    if (organizationId === null) return this.waiting.newOperator(transaction, email);
    const organization = await this.organizations.getWithin(transaction, organizationId);
    return this.waiting.newAdmin(transaction, organization, email);
  }

  /** The one of several accounts that is meant. @throws Problem 409 with all of them where none is named, 401 */
  async chosen(accounts: readonly Admin[], id: string | undefined): Promise<Admin> {
    const [one, other] = id === undefined ? accounts : accounts.filter((account) => account.id === id);
    if (!one) throw wrong();
    if (!other) return one;
    const choices = await this.unitOfWork.read((connection) =>
      Promise.all(
        accounts.map(async ({ id: accountId, organizationId }) => ({
          id: accountId,
          organization: organizationId && (await this.organizations.getWithin(connection, organizationId)).name,
        })),
      ),
    );
    throw new Problem(409, 'which_account', 'You have several accounts: choose one', { accounts: choices });
  }

  /**
   * Whose password it is, tried not too often: by anybody at that address, and at that name from anywhere. Where that is
   * too often, an admin who has signed in from here before still has some attempts that nobody else can use up, and of
   * which a wrong password tells nothing.
   * @param accounts those with the address @returns those of them with the password @throws Problem 401, 429
   */
  private async prove(accounts: readonly Admin[], email: string, password: string, client: Client): Promise<Admin[]> {
    const open = { names: [`client ${networkOf(client.address)}`, `email ${caseKey(email)}`], most: MAX_FAILURES };
    const refusal = await this.throttle.refusal(open);
    const own = refusal && (await this.ownAttempts(accounts, client));
    if (own?.length === 0) throw refusal;
    const right = await this.withPassword(own?.map(({ account }) => account) ?? accounts, password);
    if (right.length > 0) {
      for (const attempt of own?.map(({ attempt: each }) => each) ?? [open]) await this.throttle.takeBack(attempt);
      return right;
    }
    this.logger.warn({ msg: 'A sign-in of an admin failed', address: client.address });
    throw refusal ?? wrong();
  }

  /** Takes as long where there is no account, or none with a password. */
  private async withPassword(accounts: readonly Admin[], password: string): Promise<Admin[]> {
    const tried = accounts.filter(({ passwordHash }) => passwordHash !== null);
    if (tried.length === 0) await this.passwords.matches(password, null);
    const isRight = await Promise.all(tried.map(({ passwordHash }) => this.passwords.matches(password, passwordHash)));
    return tried.filter((_, index) => isRight[index]);
  }

  /** Attempts of those who are known here, and have some left. */
  private async ownAttempts(accounts: readonly Admin[], client: Client) {
    const own: { account: Admin; attempt: CountedAttempt }[] = [];
    for (const account of accounts) {
      const name = await this.unitOfWork.read((connection) => this.known.nameOf(connection, account.id, client));
      const attempt = { names: [`known ${account.id} ${name}`], most: MAX_FAILURES };
      if (name && !(await this.throttle.refusal(attempt))) own.push({ account, attempt });
    }
    return own;
  }
}

const wrong = () => new Problem(401, 'wrong_credentials', 'The e-mail address or the password is not right');
