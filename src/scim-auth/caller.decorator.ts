import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { ScimContext } from '../scim/protocol/scim-context.js';
import type { ScimRequest } from './scim-auth.guard.js';

/** What the guard found out of the request's key. */
export const Caller = createParamDecorator((_: unknown, context: ExecutionContext): ScimContext => {
  const { scim } = context.switchToHttp().getRequest<ScimRequest>();
  if (!scim) throw new Error('A route that asks for its caller was reached without a key');
  return scim;
});
