/** Why a request was not carried out: the `reason` of the server's answer, or that there was none. */
export class Problem extends Error {
  override readonly name = 'Problem';

  /** @param status 0 when no answer came */
  constructor(
    readonly status: number,
    readonly reason: string,
    readonly missing: readonly string[] = [],
  ) {
    super(`${status} ${reason}`);
  }

  /** Whether the same request may succeed later, and may even have been carried out. */
  get isPassing(): boolean {
    return this.status === 0 || this.status === 408 || this.status === 429 || this.status >= 500;
  }
}

export function isProblem(error: unknown, ...reasons: readonly string[]): error is Problem {
  return error instanceof Problem && reasons.includes(error.reason);
}

/** What an answer other than 2xx says. */
export async function problemIn(response: Response): Promise<Problem> {
  const body = (await response.json().catch(() => ({}))) as { reason?: unknown; missing?: unknown };
  const reason = typeof body.reason === 'string' ? body.reason : 'unavailable';
  return new Problem(response.status, reason, Array.isArray(body.missing) ? body.missing.map(String) : []);
}
