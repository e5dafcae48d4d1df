import { OverloadedError } from './database-errors.js';

/** More could not be answered before their clients hang up, and would only take memory. */
const MAX_WAITING = 1_000;
/** Okta hangs up after 60 seconds; a refusal has to arrive well before. */
const PATIENCE_MS = 12_000;

/** Lets a number of pieces of work run at a time; the others wait in the order of arrival, not too many and not too long. */
export class Turns {
  private readonly waiting = new Set<() => void>();

  /** @param free how many may run at a time */
  constructor(private free: number) {}

  get isCrowded(): boolean {
    return this.waiting.size > 0;
  }

  /** @throws OverloadedError at once when too many wait already, else when the turn does not come in time */
  async run<T>(work: () => Promise<T>): Promise<T> {
    if (this.free > 0) this.free -= 1;
    else await this.turn();
    try {
      return await work();
    } finally {
      this.pass();
    }
  }

  private turn(): Promise<void> {
    if (this.waiting.size >= MAX_WAITING) return Promise.reject(new OverloadedError('Too many wait'));
    return new Promise((resolve, reject) => {
      const come = () => {
        clearTimeout(timer);
        this.waiting.delete(come);
        resolve();
      };
      const timer = setTimeout(() => {
        this.waiting.delete(come);
        reject(new OverloadedError('The turn did not come in time'));
      }, PATIENCE_MS);
      this.waiting.add(come);
    });
  }

  private pass(): void {
    const [next] = this.waiting;
    if (next) next();
    else this.free += 1;
  }
}
