import { Injectable } from '@nestjs/common';
import type { Request } from 'express';
import { Configuration } from '../config/configuration.js';
import { BearerStrategy } from '../http/bearer.strategy.js';
import { matches, sha256 } from '../ids/sha256.js';

/** The realm of `WWW-Authenticate` for Prometheus. */
export const REALM = 'Muster metrics';

/** METRICS_TOKEN, where there is one. */
@Injectable()
export class MetricsTokenStrategy extends BearerStrategy('metrics-token', REALM) {
  constructor(private readonly configuration: Configuration) {
    super();
  }

  validate(_request: Request, text: string): boolean {
    const { METRICS_TOKEN } = this.configuration;
    return METRICS_TOKEN !== undefined && matches(text, sha256(METRICS_TOKEN));
  }
}
