import { Injectable } from '@nestjs/common';

/** The time that windows go by: that of the wall, since several processes count in one. */
@Injectable()
export class BreakerClock {
  /** Milliseconds since 1970. */
  now(): number {
    return Date.now();
  }
}
