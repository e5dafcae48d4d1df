/**
 * Calls again and again while somebody looks at the page, and at once when they come back to it.
 * @param until ends it
 */
export function repeatWhileSeen(milliseconds: number, until: AbortSignal, call: () => Promise<void>): void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let isCalling = false;
  const next = async () => {
    clearTimeout(timer);
    if (until.aborted || document.hidden || isCalling) return;
    isCalling = true;
    await call();
    isCalling = false;
    if (!until.aborted) timer = setTimeout(() => void next(), milliseconds);
  };
  document.addEventListener('visibilitychange', () => void next(), { signal: until });
  until.addEventListener('abort', () => clearTimeout(timer));
  timer = setTimeout(() => void next(), milliseconds);
}
