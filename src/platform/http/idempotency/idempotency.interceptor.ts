import { type CallHandler, type ExecutionContext, Injectable, Logger, type NestInterceptor } from '@nestjs/common';
import type { Request, Response } from 'express';
import { from, lastValueFrom, type Observable, of } from 'rxjs';
import { UnknownOutcomeError } from '../../database/database-errors.js';
import { invalid } from '../problem.js';
import { type Claim, IdempotencyKeys } from './idempotency-keys.js';

export const IDEMPOTENCY_KEY = 'Idempotency-Key';
export const MAX_KEY = 255;

/** A request of somebody whom a guard knows. */
export type AccountRequest = Request & {
  /** Who it is, in words that nobody else shares. */
  account?: string;
};

/** Makes a request with an Idempotency-Key once, and answers it again when it is repeated. */
@Injectable()
export class IdempotencyInterceptor implements NestInterceptor {
  private readonly logger = new Logger('Idempotency');

  constructor(private readonly keys: IdempotencyKeys) {}

  async intercept(context: ExecutionContext, next: CallHandler<unknown>): Promise<Observable<unknown>> {
    const request = context.switchToHttp().getRequest<AccountRequest>();
    const key = request.get(IDEMPOTENCY_KEY);
    if (key === undefined) return next.handle();
    if (key === '' || key.length > MAX_KEY) throw invalid(`Idempotency-Key has 1 to ${MAX_KEY} characters`);
    const { account, path: url, body } = request;
    if (account === undefined) throw new Error('Only requests of known accounts can be made once');
    const claim = await this.keys.claim({ account, url, key, body });
    if ('answer' in claim) {
      context.switchToHttp().getResponse<Response>().setHeader('Idempotency-Replayed', 'true');
      return of(claim.answer);
    }
    return from(this.once(claim, next));
  }

  private async once(claim: Claim, next: CallHandler<unknown>): Promise<unknown> {
    const answer = await lastValueFrom(next.handle()).catch(async (error: unknown) => {
      if (!(error instanceof UnknownOutcomeError)) await this.keys.free(claim).catch(this.warn);
      throw error;
    });
    await this.keys.keep(claim, answer).catch(this.warn);
    return answer;
  }

  /** The key stays taken; a repetition is answered that the outcome is unknown. */
  private readonly warn = (error: Error) =>
    this.logger.warn(`What came of an Idempotency-Key was not kept: ${error.message}`);
}
