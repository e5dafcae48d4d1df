/** Okta closes the connection after this time. */
const TIMEOUT_MS = 60_000;
const SCIM_MEDIA_TYPE = 'application/scim+json';

export type Json = Record<string, unknown>;

export interface Answer {
  readonly status: number;
  readonly mediaType: string;
  /** An empty object when the body is empty or no JSON object. */
  readonly body: Json;
  readonly milliseconds: number;
}

/** The server cannot be reached at all: nothing of the conversation makes sense. */
export class UnreachableError extends Error {}

/** Sends requests with Okta's headers. */
export class OktaClient {
  private readonly base: string;
  private readonly authorization: string;

  /** @param key with or without `Bearer ` before it, as an admin types it into Okta */
  constructor(base: string, key: string) {
    this.base = base.replace(/(?<!\/)\/+$/, '');
    this.authorization = /^bearer /i.test(key) ? key : `Bearer ${key}`;
  }

  /** A client with a key that does not exist. */
  withWrongKey(): OktaClient {
    return new OktaClient(this.base, 'Bearer wrong-key');
  }

  /** @throws UnreachableError when there is no answer within Okta's patience */
  async send(method: string, path: string, body?: unknown): Promise<Answer> {
    const start = performance.now();
    try {
      const response = await fetch(this.base + path, {
        method,
        headers: {
          Authorization: this.authorization,
          'User-Agent': 'Okta SCIM Client 1.0.0',
          Accept: `${SCIM_MEDIA_TYPE}; charset=utf-8`,
          'Accept-Charset': 'utf-8',
          // Okta names a media type on GETs too, which have no body.
          'Content-Type': method === 'POST' ? 'application/json' : `${SCIM_MEDIA_TYPE}; charset=utf-8`,
        },
        body: body === undefined ? undefined : JSON.stringify(body),
        signal: AbortSignal.timeout(TIMEOUT_MS),
      });
      const text = await response.text();
      const mediaType = (response.headers.get('content-type') ?? '').split(';')[0]!;
      return { status: response.status, mediaType, body: object(text), milliseconds: performance.now() - start };
    } catch (error) {
      throw new UnreachableError(`No answer from ${this.base}: ${reason(error)}`, { cause: error });
    }
  }
}

function object(text: string): Json {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Json) : {};
  } catch {
    return {};
  }
}

function reason(error: unknown): string {
  const { cause, message } = error as Error & { cause?: { code?: string; message?: string } };
  return cause?.code ?? cause?.message ?? message;
}
