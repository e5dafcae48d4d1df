import { OverloadedError } from './database-errors.js';

/** More could not be answered before their clients hang up, and would only take memory. */
const MAX_WAITING = 1_000;
/** Okta hangs up after 60 seconds; a refusal has to arrive well before. */
const PATIENCE_MS = 12_000;

/** Lets a number of pieces of work run at a time; the others wait in the order of arrival, not too many and not too long. */
export class Semaphore {
  private readonly waiting = new Set<() => void>();

  /** @param free how many may run at a time */
  constructor(private free: number) {}

  get isCrowded(): boolean {
    return this.waiting.size > 0;
  }

  /** @throws OverloadedError at once when too many wait already, else when it is not this one's turn in time */
  async run<T>(work: () => Promise<T>): Promise<T> {
    if (this.free > 0) this.free -= 1;
    else await this.acquire();
    try {
      return await work();
    } finally {
      this.release();
    }
  }

  private acquire(): Promise<void> {
    if (this.waiting.size >= MAX_WAITING) return Promise.reject(new OverloadedError('Too many wait'));
    return new Promise((resolve, reject) => {
      const begin = () => {
        clearTimeout(timer);
        this.waiting.delete(begin);
        resolve();
      };
      const timer = setTimeout(() => {
        this.waiting.delete(begin);
        reject(new OverloadedError('The work could not begin in time'));
      }, PATIENCE_MS);
      this.waiting.add(begin);
    });
  }

  private release(): void {
    const [next] = this.waiting;
    if (next) next();
    else this.free += 1;
  }
}
