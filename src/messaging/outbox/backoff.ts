/** A mail server that is away overnight is tried until the next day. */
const GROWTH = 3;

/**
 * Milliseconds until the next attempt: exponential with full jitter, so that messages that failed together do not come
 * back together.
 * @param attempts that have failed
 */
export function backoff(
  attempts: number,
  { minBackoff, maxBackoff }: { readonly minBackoff: number; readonly maxBackoff: number },
  random: () => number = Math.random,
): number {
  const longest = Math.min(maxBackoff, minBackoff * GROWTH ** attempts);
  return Math.round(minBackoff + random() * (longest - minBackoff));
}
