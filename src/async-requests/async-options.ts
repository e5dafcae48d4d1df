/** How requests that were answered before are carried out. Times in milliseconds. */
export class AsyncOptions {
  /** Between two looks for requests that other processes have taken. */
  pollInterval = 1_000;
  /** Organizations whose requests one process carries out at a time. */
  concurrency = 4;
  /** Requests that are carried out before another organization has its turn. */
  batch = 20;
  /** How long a queue is this process's alone after each operation. Ends by itself when the process dies. */
  lease = 60_000;
  /** Before what could not be carried out, because the database was away, is tried again. */
  pause = 2_000;

  /** @param options that differ from the defaults */
  constructor(options: Partial<AsyncOptions> = {}) {
    Object.assign(this, options);
  }
}
