import { randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { clock } from '../../platform/database/clock.js';
import { newId } from '../../platform/ids/new-id.js';
import { Configuration } from '../../platform/config/configuration.js';
import type { Connection, Transaction } from '../../platform/database/connection.js';
import { proofNeeded, STEP_UP_MS } from '../../platform/http/fresh-proof.js';
import { signedOut } from '../../platform/http/problem.js';
import type { Session } from './session.entity.js';
import { SessionsRepository } from './sessions.repository.js';
import { matches, sha256 } from '../../platform/ids/sha256.js';

export const SESSION_LIFETIME_MS = 12 * 3_600_000;
/** How long a challenge can be answered. */
const CHALLENGE_MS = 2 * 60_000;
const FORM = /^([0-9a-f-]{36})\.([\w-]{43})$/;

/**
 * Sessions of people: a random secret in a cookie, its hash in the database. They say who somebody is; what that person
 * may do is read from the database at each request.
 */
@Injectable()
export class SessionsService {
  constructor(
    private readonly configuration: Configuration,
    private readonly sessions: SessionsRepository,
  ) {}

  /** @returns what the cookie holds, this once */
  async start(transaction: Transaction, organizationId: string, userId: string): Promise<string> {
    const secret = randomBytes(32).toString('base64url');
    const createdAt = clock.now();
    const session = { organizationId, id: newId(), userId, secretHash: sha256(secret), createdAt };
    await this.sessions.deleteOld(transaction, organizationId, userId, createdAt - SESSION_LIFETIME_MS);
    await this.sessions.insert(transaction, { ...session, expiresAt: createdAt + SESSION_LIFETIME_MS });
    return `${session.id}.${secret}`;
  }

  /** The session that a cookie's value is of, in this organization, ended or not; undefined for everything else. */
  async find(connection: Connection, organizationId: string, value: string): Promise<Session | undefined> {
    const [, id, secret] = FORM.exec(value) ?? [];
    if (!id || !secret) return undefined;
    const session = await this.sessions.find(connection, organizationId, id);
    if (!session) return undefined;
    return matches(secret, session.secretHash) ? session : undefined;
  }

  end(transaction: Transaction, { organizationId, id }: Session): Promise<void> {
    return this.sessions.delete(transaction, organizationId, id);
  }

  endAll(transaction: Transaction, organizationId: string, userId: string): Promise<void> {
    return this.sessions.deleteOf(transaction, organizationId, userId);
  }

  /** Whether it still signs anybody in. */
  isOpen({ expiresAt }: Session): boolean {
    return expiresAt > clock.now();
  }

  /**
   * Keeps the session from ending before the transaction does.
   * @throws Problem 401 when it has ended since the request was let in, 403 when it has to be fresh and is too old
   */
  async recheck(transaction: Transaction, { organizationId, id }: Session, needsProof: boolean): Promise<void> {
    const now = clock.now();
    if (!(await this.sessions.hold(transaction, organizationId, id, now))) throw signedOut();
    if (needsProof && !(await this.sessions.holdProof(transaction, organizationId, id, now - STEP_UP_MS)))
      throw proofNeeded();
  }

  /** Ends what people could come back with without proving anything: sessions, and answers to challenges. */
  async endAccess(transaction: Transaction, organizationId: string, userIds: readonly string[]): Promise<void> {
    await this.sessions.expireOf(transaction, organizationId, userIds);
    await this.sessions.deleteChallengesOf(transaction, organizationId, userIds);
  }

  endOthers(transaction: Transaction, { organizationId, userId, id }: Session): Promise<void> {
    return this.sessions.deleteOf(transaction, organizationId, userId, id);
  }

  /**
   * What only the owner of a key can read, for some minutes: a text that says what it is for, so that a client can tell
   * it from a key that somebody wants to be opened. The answer is its SHA-256. Kept for owners that are known only.
   */
  async challenge(transaction: Transaction, organizationId: string, recipient: string, isKnown: boolean) {
    const nonce = randomBytes(32).toString('hex');
    const text = ['muster sign-in v1', this.configuration.PUBLIC_URL, organizationId, nonce].join('\n');
    const now = clock.now();
    await this.sessions.deleteChallenges(transaction, organizationId, now);
    if (isKnown) {
      const answerHash = sha256(sha256(text));
      const challenge = { organizationId, answerHash, recipient, expiresAt: now + CHALLENGE_MS };
      await this.sessions.insertChallenge(transaction, challenge);
    }
    return text;
  }

  /** Whether it is the answer to a challenge of this owner, for the first time. */
  isAnswer(transaction: Transaction, organizationId: string, recipient: string, answer: string): Promise<boolean> {
    return this.sessions.useChallenge(transaction, organizationId, recipient, sha256(answer), clock.now());
  }
}
