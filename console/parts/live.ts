/** After how many milliseconds a page that is open is read again. */
export const LIVE_MS = 5_000;
