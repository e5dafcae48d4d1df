/** The pauses of a loop that looks for work. Whoever brings some ends the one that is, or that comes next. */
export class Pause {
  private isOver = false;
  private wake: (() => void) | undefined;

  /** From now on work is new: what came before is about to be looked at. */
  begin(): void {
    this.isOver = false;
  }

  end(): void {
    this.isOver = true;
    this.wake?.();
  }

  /** Resolves after a time in milliseconds, or when the pause is ended, if it was not since it began. Keeps no process alive. */
  async last(time: number): Promise<void> {
    if (this.isOver) return;
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, time).unref();
      this.wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
    this.wake = undefined;
  }
}
