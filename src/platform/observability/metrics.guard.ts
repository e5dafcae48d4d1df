import { type ExecutionContext, Injectable } from '@nestjs/common';
import { Configuration } from '../config/configuration.js';
import { BearerGuard } from '../http/bearer.guard.js';
import { REALM } from './metrics-token.strategy.js';

/** Asks for METRICS_TOKEN, where there is one. */
@Injectable()
export class MetricsGuard extends BearerGuard({
  strategy: 'metrics-token',
  property: 'scraper',
  realm: REALM,
  detail: 'Send "Authorization: Bearer" with the METRICS_TOKEN of this server',
}) {
  constructor(private readonly configuration: Configuration) {
    super();
  }

  override canActivate(context: ExecutionContext) {
    return this.configuration.METRICS_TOKEN === undefined || super.canActivate(context);
  }
}
