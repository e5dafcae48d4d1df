import { createHmac } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { clock } from '../../database/clock.js';
import type { Transaction } from '../../database/connection.js';
import { UniqueViolationError } from '../../database/database-errors.js';
import { UnitOfWork } from '../../database/unit-of-work.js';
import { sealed, unsealed } from '../../secrets/seal.js';
import { SecretsService } from '../../secrets/secrets.service.js';
import { Problem } from '../problem.js';
import type { IdempotencyKey } from './idempotency-key.entity.js';
import { IdempotencyKeysRepository } from './idempotency-keys.repository.js';
import { DAY_MS } from '../../time.js';

const SECRET = 'idempotency';
/** For how long a request is remembered. */
export const REMEMBERED_MS = DAY_MS;
/** Longer than any request takes: one that has no answer by then was broken off. */
const UNDER_WAY_MS = 60_000;

/** A request that shall be made once. */
interface OnceRequest {
  /** Whose request it is: keys of others are other ones. */
  readonly account: string;
  /** Where it goes. */
  readonly url: string;
  readonly key: string;
  readonly body: unknown;
}

/** The right to make a request, and what its answer is sealed with. */
export interface Claim {
  readonly name: string;
  readonly bodyHash: string;
  readonly startedAt: number;
  readonly secret: Buffer;
}

/**
 * Requests with an Idempotency-Key (draft-ietf-httpapi-idempotency-key-header). A row decides, in however many processes, who
 * makes a request. Answers are sealed with a secret of the server and the key itself, of which the database has only a hash.
 */
@Injectable()
export class IdempotencyKeys {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly secrets: SecretsService,
    private readonly keys: IdempotencyKeysRepository,
  ) {}

  /**
   * @returns the right to make the request, or the answer that it had
   * @throws Problem 409 while it is made, or where nobody knows what came of it; 422 for another body
   */
  async claim(request: OnceRequest): Promise<Claim | { readonly answer: unknown }> {
    const secret = await this.secretOf(request);
    const name = hmac(secret, 'name');
    const claim = {
      name,
      bodyHash: hmac(secret, JSON.stringify(request.body ?? null)),
      startedAt: clock.now(),
      secret,
    };
    const earlier = await this.unitOfWork.run((transaction) => this.earlier(transaction, claim));
    return earlier ? { answer: answerOf(earlier, claim) } : claim;
  }

  /** Keeps the answer. */
  async keep({ name, bodyHash, startedAt, secret }: Claim, answer: unknown): Promise<void> {
    const seal = sealed(secret, JSON.stringify(answer), bodyHash);
    await this.unitOfWork.run((transaction) => this.keys.setAnswer(transaction, name, startedAt, seal));
  }

  /** Nothing was done: the same request may be sent again. */
  async free({ name, startedAt }: Claim): Promise<void> {
    await this.unitOfWork.run((transaction) => this.keys.delete(transaction, name, startedAt));
  }

  /** The request of before; undefined where this is the first. */
  private async earlier(transaction: Transaction, claim: Claim): Promise<IdempotencyKey | undefined> {
    const { name, bodyHash, startedAt } = claim;
    try {
      await this.keys.insert(transaction, name, bodyHash, startedAt);
      return undefined;
    } catch (error) {
      if (!(error instanceof UniqueViolationError)) throw error;
    }
    const found = (await this.keys.find(transaction, name))!;
    if (found.startedAt > startedAt - REMEMBERED_MS) return found;
    await this.keys.delete(transaction, name, found.startedAt);
    await this.keys.insert(transaction, name, bodyHash, startedAt);
    return undefined;
  }

  private async secretOf({ account, url, key }: OnceRequest): Promise<Buffer> {
    return createHmac('sha256', await this.secrets.get(SECRET))
      .update(JSON.stringify([account, url, key]))
      .digest();
  }
}

function answerOf({ bodyHash, startedAt, answer }: IdempotencyKey, claim: Claim): unknown {
  if (bodyHash !== claim.bodyHash)
    throw new Problem(422, 'idempotency_key_reused', 'This Idempotency-Key came with another body: send a new one');
  const text = answer === null ? undefined : unsealed(claim.secret, answer, bodyHash);
  if (text !== undefined) return JSON.parse(text);
  if (answer === null && startedAt > claim.startedAt - UNDER_WAY_MS)
    throw new Problem(409, 'in_progress', 'The first request with this Idempotency-Key is under way', {}, 1);
  throw new Problem(
    409,
    'outcome_unknown',
    'The first request with this Idempotency-Key was broken off: see whether it was done, and send a new key if not',
  );
}

function hmac(secret: Buffer, text: string): string {
  return createHmac('sha256', secret).update(text).digest('hex');
}
