/** Longest sleep, so that a waiting request soon sees that its key was revoked. */
const NAP_MS = 1_000;

/** The place of one request that waits for events of an organization. */
export class Watch {
  /** Sequence number up to which the request has read. */
  after = 0;
  // What came between the request's first look and this was not told.
  private hasArrived = true;
  private resume: (() => void) | undefined;

  /** @param leave gives the place back */
  constructor(
    private readonly over: () => boolean,
    readonly leave: () => void,
  ) {}

  /** The client is gone, or the server ends. */
  get isOver(): boolean {
    return this.over();
  }

  get isAsleep(): boolean {
    return this.resume !== undefined;
  }

  /**
   * Until something is committed, the request has to end, or a second has passed.
   * @param after sequence number up to which the request has read @param milliseconds to wait at most
   * @returns whether there is something to read
   */
  async next(after: number, milliseconds: number): Promise<boolean> {
    this.after = after;
    if (!this.hasArrived && !this.isOver) await this.sleep(Math.max(0, Math.min(milliseconds, NAP_MS)));
    const { hasArrived } = this;
    this.hasArrived = false;
    return hasArrived;
  }

  /** Something was committed. */
  arrive(): void {
    this.hasArrived = true;
    this.wake();
  }

  wake(): void {
    this.resume?.();
  }

  private sleep(milliseconds: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(() => this.wake(), milliseconds);
      this.resume = () => {
        clearTimeout(timer);
        this.resume = undefined;
        resolve();
      };
    });
  }
}
