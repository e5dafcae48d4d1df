/** How a stream behaves towards its client. Times in milliseconds. */
export class StreamOptions {
  /** Between two comments while nothing happens, so that proxies and clients see that the connection lives. */
  heartbeat = 15_000;
  /** How long a client may take nothing of what was written for it. */
  patience = 30_000;
  /** After which a client that lost the stream shall come back. */
  retry = 5_000;
}
