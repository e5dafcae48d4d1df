/** How messages are sent and tried again. Times in milliseconds. */
export class RelayOptions {
  /** Between two looks for messages of other processes, and for those that are due again. */
  pollInterval = 2_000;
  /** Messages that are taken at a time. */
  batch = 8;
  /** How long those are this process's alone. Ends by itself when the process dies. */
  lease = 60_000;
  /** How long one attempt may take. What the lease is longer by, the clocks of two machines may differ by. */
  patience = 45_000;
  /** Attempts after which a message is given up. */
  maxAttempts = 12;
  minBackoff = 5_000;
  maxBackoff = 6 * 3_600_000;

  /** @param options that differ from the defaults */
  constructor(options: Partial<RelayOptions> = {}) {
    Object.assign(this, options);
  }
}
