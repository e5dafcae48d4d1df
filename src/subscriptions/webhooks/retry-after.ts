import type { Answer } from './webhook-sender.js';

/** Milliseconds for which a 429 or 503 asks to wait (RFC 9110 §10.2.3); undefined when it says nothing of it. */
export function retryAfterMs({ status, retryAfter }: Omit<Answer, 'text'>, now: number): number | undefined {
  if (retryAfter === undefined || (status !== 429 && status !== 503)) return undefined;
  if (/^\d{1,9}$/.test(retryAfter)) return Number(retryAfter) * 1_000;
  const time = Date.parse(retryAfter);
  return Number.isNaN(time) ? undefined : Math.max(0, time - now);
}
