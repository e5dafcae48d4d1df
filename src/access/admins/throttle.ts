import { Injectable } from '@nestjs/common';
import { clock } from '../../platform/database/clock.js';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import { Problem } from '../../platform/http/problem.js';
import { AttemptsRepository } from './attempts.repository.js';
import { sha256 } from '../../platform/ids/sha256.js';

/** For how long an attempt counts. */
export const WINDOW_MS = 15 * 60_000;

/** What nobody may try too often. */
export interface CountedAttempt {
  /** By whom and at what, such as `client 192.0.2.1`; of several each has its own count, the widest first. */
  readonly names: readonly string[];
  /** How often in a quarter of an hour. */
  readonly most: number;
}

/** Counts attempts, by whom they are made and against whom, of all processes of the server. */
@Injectable()
export class Throttle {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly attempts: AttemptsRepository,
  ) {}

  /** Counts one, before it is made: many at the same time are as many. @throws Problem 429 where there are too many */
  async count(attempt: CountedAttempt): Promise<void> {
    const refusal = await this.refusal(attempt);
    if (refusal) throw refusal;
  }

  /** Counts one, by each name until there are too many by one. @returns why it may not be made */
  async refusal({ names, most }: CountedAttempt): Promise<Problem | undefined> {
    const now = clock.now();
    return this.unitOfWork.run(async (transaction) => {
      for (const name of names) {
        const { attempts, since } = await this.attempts.add(transaction, sha256(name), now - WINDOW_MS, now);
        if (attempts > most) return tooMany(Math.ceil((since + WINDOW_MS - now) / 1_000));
      }
      return undefined;
    });
  }

  /** Takes back attempts that turned out to be right. */
  async takeBack({ names }: CountedAttempt): Promise<void> {
    await this.unitOfWork.run(async (transaction) => {
      for (const name of names) await this.attempts.takeBack(transaction, sha256(name));
    });
  }
}

function tooMany(seconds: number): Problem {
  const detail = `There were too many attempts: try again in ${Math.ceil(seconds / 60)} minutes`;
  return new Problem(429, 'too_many_attempts', detail, {}, seconds);
}
