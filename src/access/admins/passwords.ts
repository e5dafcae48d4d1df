import { Injectable } from '@nestjs/common';
import { hash, verify } from '@node-rs/argon2';
import { Semaphore } from '../../platform/database/semaphore.js';
import { caseKey } from '../../platform/text/case-key.js';
import { Problem } from '../../platform/http/problem.js';

const MIN_LENGTH = 12;
const MAX_LENGTH = 1_000;
/** argon2id as OWASP's Password Storage Cheat Sheet has it: 19 MiB, two passes. */
const OPTIONS = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };
/** Each takes a core for some ten milliseconds, and memory. */
const AT_ONCE = 2;

/** Passwords of admins, by argon2id. */
@Injectable()
export class Passwords {
  private readonly semaphore = new Semaphore(AT_ONCE);
  private readonly ofNobody = hash('nobody has this password', OPTIONS);

  /** @throws Problem 400 for one that is easy to guess */
  async hash(password: string, email: string): Promise<string> {
    if (password.length < MIN_LENGTH || password.length > MAX_LENGTH)
      throw new Problem(400, 'weak_password', `A password has ${MIN_LENGTH} to ${MAX_LENGTH} characters`);
    const lower = caseKey(password);
    if (lower.includes(caseKey(email)) || new Set(lower).size < 5)
      throw new Problem(400, 'weak_password', 'Choose a password that is harder to guess');
    return this.semaphore.run(() => hash(password, OPTIONS));
  }

  /** Takes as long where there is no hash. */
  async matches(password: string, stored: string | null): Promise<boolean> {
    if (password.length > MAX_LENGTH) return false;
    const known = stored ?? (await this.ofNobody);
    const isRight = await this.semaphore.run(() => verify(known, password));
    return isRight && stored !== null;
  }
}
