import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import type { Request } from 'express';
import { Configuration } from '../config/configuration.js';
import { bearerChallenge, bearerToken } from '../http/bearer.js';
import { ScimError } from '../scim/protocol/scim-error.js';
import { matches } from '../scim-auth/key-format.js';
import { sha256 } from '../sha256.js';

/** Asks for METRICS_TOKEN, where there is one. */
@Injectable()
export class MetricsGuard implements CanActivate {
  constructor(private readonly configuration: Configuration) {}

  canActivate(context: ExecutionContext): boolean {
    const { METRICS_TOKEN } = this.configuration;
    const { authorization } = context.switchToHttp().getRequest<Request>().headers;
    if (METRICS_TOKEN === undefined || matches(bearerToken(authorization), sha256(METRICS_TOKEN))) return true;
    throw new ScimError(401, 'Send "Authorization: Bearer" with the METRICS_TOKEN of this server', undefined, {
      'WWW-Authenticate': bearerChallenge('Muster metrics', authorization),
    });
  }
}
