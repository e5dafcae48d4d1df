import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { Request } from 'express';
import type { ScimContext } from '../protocol/scim-context.js';

/** A request after authentication. */
export type ScimRequest = Request & { id?: string; scim?: ScimContext };

/** What the guard found out of the request's key. */
export const Caller = createParamDecorator((_: unknown, context: ExecutionContext): ScimContext => {
  const { scim } = context.switchToHttp().getRequest<ScimRequest>();
  if (!scim) throw new Error('A route that asks for its caller was reached without a key');
  return scim;
});
