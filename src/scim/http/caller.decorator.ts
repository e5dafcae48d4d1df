import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { Request } from 'express';
import type { ScimContext } from '../protocol/scim-context.js';
import type { RequestWarning } from '../protocol/request-warning.js';
import type { ScimError } from '../protocol/scim-error.js';
import type { KeyRefusal } from './key-refusal.js';

/** How far a bulk request has come. */
export interface BulkProgress {
  readonly operations: number;
  readonly failed: number;
}

/** A request with what becomes known of it on its way. */
export type ScimRequest = Request & {
  id?: string;
  /** After authentication. */
  scim?: ScimContext;
  /** Where there was no right key. */
  refusal?: KeyRefusal;
  /** The error that it was answered with. */
  failure?: ScimError;
  bulk?: BulkProgress;
  /** What an admin should know of it although it was carried out. */
  warning?: RequestWarning;
  /** Names that were left out of it, as no schema defines them. */
  ignored?: { resourceType: string; name: string }[];
};

/** What the guard found out of the request's key. */
export const Caller = createParamDecorator((_: unknown, context: ExecutionContext): ScimContext => {
  const { scim } = context.switchToHttp().getRequest<ScimRequest>();
  if (!scim) throw new Error('A route that asks for its caller was reached without a key');
  return scim;
});
