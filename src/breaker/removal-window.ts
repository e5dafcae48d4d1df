/** How many removals passed until a moment, in milliseconds since 1970, since the span before. */
export interface Span {
  readonly until: number;
  readonly count: number;
}

/** Parts of a window that are told apart. */
const SPANS = 60;

/** What passed in the window that ends now. A span leaves as a whole once all of it is older than the window. */
export function within(spans: readonly Span[], now: number, windowMs: number): Span[] {
  return spans.filter(({ until }) => until > now - windowMs);
}

export function countOf(spans: readonly Span[]): number {
  return spans.reduce((sum, { count }) => sum + count, 0);
}

/** With one that passes now. @param spans of the window, oldest first */
export function withOneMore(spans: readonly Span[], now: number, windowMs: number): Span[] {
  const last = spans.at(-1);
  if (last && last.until > now) return [...spans.slice(0, -1), { ...last, count: last.count + 1 }];
  const length = Math.ceil(windowMs / SPANS);
  return [...spans, { until: now - (now % length) + length, count: 1 }];
}
