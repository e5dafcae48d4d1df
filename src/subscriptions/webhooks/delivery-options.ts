/** For one attempt, from the first step to the last byte of the answer. */
export const PATIENCE_MS = 15_000;

/** How events are delivered and tried again. Times in milliseconds. */
export class DeliveryOptions {
  /** Between two looks for events of other processes, and for endpoints that are due again. */
  pollInterval = 1_000;
  /** Between two looks of any kind: what comes at the same time is found by one. */
  coalescing = 20;
  /** Commits of this process in a tenth of a second from which on writes go first: see `DeliveryPace`. */
  busyCommits = 5;
  /** Between the beginnings of two deliveries then. */
  busyDistance = 10;
  /** Endpoints that are delivered to at a time in one process. */
  concurrency = 32;
  /** Those of one organization among them, so that it does not take the places of others. */
  perOrganization = 8;
  /** Events that are delivered before another endpoint has its turn. */
  batch = 50;
  /** How long an endpoint is this process's alone after each event. Ends by itself when the process dies. */
  lease = 30_000;
  /** What the lease is longer by, the clocks of two machines may differ by. */
  patience = PATIENCE_MS;
  minBackoff = 5_000;
  maxBackoff = 24 * 3_600_000;
  /** For what is under way when the server ends. */
  grace = 1_000;
  /** Milliseconds since 1970. */
  now: () => number = Date.now;

  /** @param options that differ from the defaults */
  constructor(options: Partial<DeliveryOptions> = {}) {
    Object.assign(this, options);
  }
}
