import { NotAdmitted, Unavailable } from './faults.js';

/** An answer that is not a success and that the caller has to make something of. */
export class Refusal extends Error {
  override readonly name = 'Refusal';

  constructor(
    readonly status: number,
    readonly reason: string,
    detail: string,
  ) {
    super(detail);
  }
}

const PATIENCE_MS = 30_000;
const LONGEST_WAIT_S = 3_600;
const SESSION = /^((?:__Secure-)?muster_session=[^;]+)/;
/** What ends the work of an admin's program for good. */
const NOT_ADMITTED = new Set(['revoked', 'not_admin', 'not_confirmed']);

/** The people's API of one organization, spoken over HTTP with the session that the server gives. */
export class Server {
  private session = '';

  /** @param url as the server knows itself, without a slash at the end */
  constructor(
    readonly url: string,
    readonly organizationId: string,
  ) {}

  get(path: string): Promise<unknown> {
    return this.send('GET', path);
  }

  post(path: string, body: object): Promise<unknown> {
    return this.send('POST', path, body);
  }

  delete(path: string): Promise<unknown> {
    return this.send('DELETE', path, {});
  }

  /** @throws Unavailable, NotAdmitted, Refusal */
  private async send(method: string, path: string, body?: object): Promise<unknown> {
    const response = await this.fetch(method, path, body);
    const cookie = response.headers
      .getSetCookie()
      .map((line) => SESSION.exec(line)?.[1])
      .find(Boolean);
    const json = await jsonOf(response);
    if (response.ok) {
      if (cookie) this.session = cookie;
      return json;
    }
    const { reason, detail } = problemIn(json);
    const text = detail ?? `${method} ${path} was answered with ${response.status}`;
    if (response.status === 403 && NOT_ADMITTED.has(reason)) throw new NotAdmitted(text);
    // With 500 the server has failed at this one request: others may succeed.
    if (response.status === 429 || response.status > 500 || response.status < 400)
      throw new Unavailable(text, retryAfterOf(response));
    throw new Refusal(response.status, reason, text);
  }

  private async fetch(method: string, path: string, body: object | undefined): Promise<Response> {
    try {
      return await fetch(`${this.url}/api/v1/organizations/${this.organizationId}${path}`, {
        method,
        headers: {
          Accept: 'application/json',
          ...(body && { 'Content-Type': 'application/json' }),
          ...(this.session && { Cookie: this.session }),
        },
        ...(body && { body: JSON.stringify(body) }),
        // A session is for this server alone.
        redirect: 'manual',
        signal: AbortSignal.timeout(PATIENCE_MS),
      });
    } catch (error) {
      throw new Unavailable(`The server cannot be reached: ${causeOf(error)}`);
    }
  }
}

async function jsonOf(response: Response): Promise<unknown> {
  try {
    const text = await response.text();
    return text === '' ? undefined : (JSON.parse(text) as unknown);
  } catch (error) {
    if (!response.ok) return undefined;
    throw new Unavailable(`The answer is not one of Muster: ${causeOf(error)}`);
  }
}

function problemIn(json: unknown): { reason: string; detail: string | undefined } {
  const { reason, detail } = (typeof json === 'object' && json !== null ? json : {}) as Record<string, unknown>;
  return { reason: String(reason ?? ''), detail: typeof detail === 'string' ? detail : undefined };
}

function retryAfterOf({ headers }: Response): number {
  const seconds = Number(headers.get('retry-after') ?? 0);
  return Number.isFinite(seconds) ? Math.min(Math.max(seconds, 0), LONGEST_WAIT_S) * 1_000 : 0;
}

function causeOf(error: unknown): string {
  const { message, cause } = error as Error;
  return cause instanceof Error && cause.message !== '' ? cause.message : message;
}
