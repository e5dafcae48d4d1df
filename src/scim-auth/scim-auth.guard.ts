import { type ExecutionContext, Injectable } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { Configuration } from '../platform/config/configuration.js';
import type { MeasuredRequest } from '../platform/http/body/body.interceptor.js';
import { BearerGuard } from '../platform/http/bearer.guard.js';
import { IS_PUBLIC } from '../platform/http/public.decorator.js';
import type { ScimRequest } from '../scim/http/caller.decorator.js';
import { REALM, UNAUTHORIZED } from './scim-key.strategy.js';

const BearerGuardOfScim = BearerGuard({
  strategy: 'scim-key',
  property: 'scim',
  realm: REALM,
  detail: UNAUTHORIZED,
});

/**
 * Stands before every route of the application and lets nobody in without a key of the organization in the URL, unless
 * the route is declared public.
 */
@Injectable()
export class ScimAuthGuard extends BearerGuardOfScim {
  constructor(
    private readonly reflector: Reflector,
    private readonly configuration: Configuration,
  ) {
    super();
  }

  override canActivate(context: ExecutionContext) {
    if (this.reflector.getAllAndOverride<boolean>(IS_PUBLIC, [context.getHandler(), context.getClass()])) return true;
    const request = context.switchToHttp().getRequest<ScimRequest & MeasuredRequest>();
    request.maxBody = this.configuration.SCIM_MAX_PAYLOAD_SIZE;
    return super.canActivate(context);
  }

  override handleRequest<T>(error: unknown, context: T | false, challenge: unknown, execution: ExecutionContext): T {
    const request = execution.switchToHttp().getRequest<ScimRequest>();
    if (!error && !context)
      request.refusal ??= { reason: typeof challenge === 'string' ? 'missing' : 'malformed', keyId: null };
    return super.handleRequest(error, context, challenge, execution);
  }
}
