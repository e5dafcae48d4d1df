import { Injectable } from '@nestjs/common';
import { ClockCheck } from '../database/clock-check.js';
import { ServerSecret } from '../secrets/server-secret.js';
import { Forwarding } from './forwarding.js';

/** Something that operators should change, although the server works. */
export interface Warning {
  readonly code: string;
  readonly message: string;
}

/** Collects what other services have noticed in this process; each of them logs it as well. */
@Injectable()
export class Warnings {
  constructor(
    private readonly clock: ClockCheck,
    private readonly serverSecret: ServerSecret,
    private readonly forwarding: Forwarding,
  ) {}

  current(): Warning[] {
    const found = {
      clock: this.clock.warning,
      'server-secret': this.serverSecret.warning,
      proxy: this.forwarding.warning,
    };
    return Object.entries(found).flatMap(([code, message]) => (message === undefined ? [] : [{ code, message }]));
  }
}
