import { Injectable } from '@nestjs/common';
import { clock } from '../platform/database/clock.js';

/** The time that windows go by: that of the wall, since several processes count in one. */
@Injectable()
export class BreakerClock {
  /** Milliseconds since 1970. */
  now(): number {
    return clock.now();
  }
}
