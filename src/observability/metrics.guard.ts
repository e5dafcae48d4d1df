import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import type { Request, Response } from 'express';
import { Configuration } from '../config/configuration.js';
import { bearerChallenge, bearerToken } from '../http/bearer.js';
import { Problem } from '../http/problem.js';
import { matches, sha256 } from '../sha256.js';

/** Asks for METRICS_TOKEN, where there is one. */
@Injectable()
export class MetricsGuard implements CanActivate {
  constructor(private readonly configuration: Configuration) {}

  canActivate(context: ExecutionContext): boolean {
    const { METRICS_TOKEN } = this.configuration;
    const { authorization } = context.switchToHttp().getRequest<Request>().headers;
    if (METRICS_TOKEN === undefined || matches(bearerToken(authorization), sha256(METRICS_TOKEN))) return true;
    const response = context.switchToHttp().getResponse<Response>();
    response.setHeader('WWW-Authenticate', bearerChallenge('Muster metrics', authorization));
    throw new Problem(401, 'refused', 'Send "Authorization: Bearer" with the METRICS_TOKEN of this server');
  }
}
