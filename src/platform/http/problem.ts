/** What cannot be done, and why: `reason` is for programs, the message for people (RFC 9457). */
export class Problem extends Error {
  constructor(
    readonly status: number,
    readonly reason: string,
    readonly detail: string,
    /** More for programs, beside the members of RFC 9457. */
    readonly more: object = {},
    /** In seconds, where it helps to wait. */
    readonly retryAfter?: number,
  ) {
    super(detail);
  }
}

export const notFound = (what: string) => new Problem(404, 'unknown', `There is no such ${what} in this organization`);
/** What a 401 of `/api/v1` says, whether a session or a token is missing, wrong or at its end. */
export const SIGNED_OUT = 'You are not signed in, or your session has ended';
/** @param more for programs */
export const signedOut = (more: object = {}) => new Problem(401, 'signed_out', SIGNED_OUT, more);
export const invalid = (detail: string) => new Problem(400, 'invalid', detail);
/** A body that cannot be read. */
export const badBody = (detail: string) => new Problem(400, 'invalidSyntax', detail);
