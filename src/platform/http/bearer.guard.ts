import { type ExecutionContext, Inject } from '@nestjs/common';
import { AuthGuard } from '@nestjs/passport';
import type { Request, Response } from 'express';
import { Problem } from './problem.js';
import { tooManyWrongKeys, WrongKeys } from './wrong-keys.js';

/** Which strategy a guard asks, where in the request it puts the answer, and what a 401 says. */
interface BearerGuardOptions {
  readonly strategy: string;
  readonly property: string;
  readonly realm: string;
  readonly detail: string;
  /** For programs. */
  readonly reason?: string;
}

/**
 * Lets in those whose token a strategy accepts. Whatever is wrong with a token, malformed ones included, the answer is the
 * same 401, so that nobody can tell wrong keys apart by it; only a request without any token is not told `invalid_token`
 * (RFC 6750 §3.1). Sources of many wrong tokens get 429.
 */
export function BearerGuard({ strategy, property, realm, detail, reason = 'refused' }: BearerGuardOptions) {
  class Guard extends AuthGuard(strategy) {
    @Inject() protected readonly wrongKeys: WrongKeys;

    override getAuthenticateOptions() {
      return { session: false, property };
    }

    override handleRequest<T>(error: unknown, bearer: T | false, challenge: unknown, context: ExecutionContext): T {
      if (error) throw error;
      if (bearer) return bearer;
      const http = context.switchToHttp();
      const response = http.getResponse<Response>();
      // Passport's failures bring their challenge, but for malformed headers.
      const text = typeof challenge === 'string' ? challenge : `Bearer realm="${realm}", error="invalid_token"`;
      const wait = isMissing(challenge) ? undefined : this.wrongKeys.note(http.getRequest<Request>().ip);
      if (wait !== undefined) throw tooManyWrongKeys(wait);
      response.setHeader('WWW-Authenticate', text);
      throw new Problem(401, reason, detail);
    }
  }
  return Guard;
}

/** Whether a strategy refused a request because it brings no token at all, by the challenge it failed with. */
export function isMissing(challenge: unknown): boolean {
  return typeof challenge === 'string' && !challenge.includes('error=');
}
