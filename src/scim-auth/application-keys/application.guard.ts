import { createParamDecorator, type ExecutionContext, Injectable } from '@nestjs/common';
import type { Request } from 'express';
import { BearerGuard } from '../../platform/http/bearer.guard.js';
import { type CallingApplication, REALM, UNAUTHORIZED } from './application-key.strategy.js';

type ApplicationRequest = Request & { application?: CallingApplication };

/** Lets in applications with a key of the organization in the URL. */
@Injectable()
export class ApplicationGuard extends BearerGuard({
  strategy: 'application-key',
  property: 'application',
  realm: REALM,
  detail: UNAUTHORIZED,
}) {}

/** The application that `ApplicationGuard` let in. */
export const Application = createParamDecorator(
  (_: unknown, context: ExecutionContext): CallingApplication =>
    context.switchToHttp().getRequest<ApplicationRequest>().application!,
);
