import { Injectable, Logger } from '@nestjs/common';
import type { NextFunction, Request, Response } from 'express';
import { Configuration } from '../config/configuration.js';

const HOUR_MS = 3_600_000;

/**
 * Notices a proxy that is not trusted: behind it all clients have one address, which counts for all of them when
 * sign-ins are refused. The headers alone are no proof of one, as anybody can send them.
 */
@Injectable()
export class Forwarding {
  private readonly logger = new Logger('Proxy');
  private noticedAt = -Infinity;

  constructor(private readonly configuration: Configuration) {}

  /** What should be changed, as long as such requests came within the last hour. */
  get warning(): string | undefined {
    if (performance.now() - this.noticedAt > HOUR_MS) return undefined;
    return this.configuration.TRUST_PROXY === 0
      ? 'Requests have X-Forwarded-For or Forwarded, which TRUST_PROXY=0 ignores, so all clients share one address: set TRUST_PROXY to the number of reverse proxies in front of Muster'
      : 'Requests have Forwarded, but not the X-Forwarded-For that TRUST_PROXY needs, so all clients share one address: make the reverse proxy send X-Forwarded-For';
  }

  /** Express middleware. */
  readonly observe = ({ headers }: Request, _response: Response, next: NextFunction): void => {
    const isBelieved = this.configuration.TRUST_PROXY > 0 && headers['x-forwarded-for'] !== undefined;
    const isThere = headers['x-forwarded-for'] !== undefined || headers['forwarded'] !== undefined;
    if (isThere && !isBelieved) this.notice();
    next();
  };

  /** One line an hour at most. */
  private notice(): void {
    const isNew = this.warning === undefined;
    this.noticedAt = performance.now();
    if (isNew) this.logger.warn(this.warning!);
  }
}
