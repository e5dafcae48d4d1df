import { setTimeout as delay } from 'node:timers/promises';
import { backoff } from '../../messaging/outbox/backoff.js';
import type { Confirmer } from './confirmer.js';
import type { ConfirmerLog } from './confirmer-log.js';
import { Unavailable } from './faults.js';
import { Refusal } from './server.js';

interface Rhythm {
  /** Milliseconds from one look to the next. */
  readonly interval: number;
  readonly isOnce: boolean;
  /** Ends the wait, and the program after it. */
  readonly stop: AbortSignal;
}

const BACKOFF = { minBackoff: 1_000, maxBackoff: 5 * 60_000 };

/**
 * Looks again and again until it is told to stop, or once. What may be better after a while is tried again at growing,
 * random distances.
 * @throws Distrust, NotAdmitted, ConfirmerMistake; where it looks once, Unavailable when not everything could be done
 */
export async function runConfirmer(confirmer: Confirmer, log: ConfirmerLog, { interval, isOnce, stop }: Rhythm) {
  for (let failures = 0; !stop.aborted;) {
    let pause = interval;
    try {
      const failed = await confirmer.round();
      failures = 0;
      if (isOnce && failed > 0) throw new Unavailable(`${failed} could not be confirmed`);
    } catch (error) {
      if (isOnce || !isPassing(error)) throw error;
      pause = Math.max(backoff(failures, BACKOFF), error instanceof Unavailable ? error.retryAfter : 0);
      failures += 1;
      log.write(
        'error',
        'failed',
        { failures, pause },
        `${error.message}; tries again in ${Math.ceil(pause / 1_000)} s`,
      );
    }
    if (isOnce) break;
    await delay(pause, undefined, { signal: stop }).catch(() => undefined);
  }
  await confirmer.signOut();
}

function isPassing(error: unknown): error is Unavailable | Refusal {
  return error instanceof Unavailable || error instanceof Refusal;
}
