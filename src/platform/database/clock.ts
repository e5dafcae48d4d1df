/** A clock that differs by less is right: it takes as long to ask what time it is. */
export const TOLERANCE_MS = 1_000;

/**
 * The time that everything expires by, in milliseconds since 1970. It never goes back, and it does not follow when somebody sets the
 * clock of this machine while the process runs: `ClockCheck` tells it what the database's clock says.
 */
export class Clock {
  /** What `performance.now()`, which nobody can set, has to be added to. */
  private base = Date.now() - performance.now();
  /** What the clock of this machine lacks of the database's. */
  private offset = 0;
  private last = 0;

  now(): number {
    this.last = Math.max(this.last, this.machine() + this.offset);
    return this.last;
  }

  /**
   * Follows the database's clock, or without one this machine's, unless that would mean going back.
   * @param reference what it said just now
   * @returns how far this machine's clock is from what `now()` tells from now on, in milliseconds
   */
  follow(reference: number | undefined): number {
    const wall = Date.now();
    if (Math.abs(wall - this.steady()) < TOLERANCE_MS) this.base = wall - performance.now();
    const wanted = (reference ?? wall) - this.machine();
    if (Math.abs(wanted - this.offset) >= TOLERANCE_MS)
      this.offset = reference === undefined ? Math.max(wanted, this.offset) : wanted;
    return wall - this.now();
  }

  /** Goes on from a time that was known before, where the clock of this machine says an earlier one. */
  goOnFrom(time: number): void {
    const missing = time - this.now();
    if (missing >= TOLERANCE_MS) this.offset += missing;
  }

  /** This machine's clock as it would be if nobody had set it. */
  private machine(): number {
    const wall = Date.now();
    const steady = this.steady();
    return Math.abs(wall - steady) < TOLERANCE_MS ? wall : Math.floor(steady);
  }

  private steady(): number {
    return this.base + performance.now();
  }
}

/** A process has one. */
export const clock = new Clock();
