/** What an answer holds, of every shape. */
// oxlint-disable-next-line typescript/no-explicit-any -- tests look into it without a type for each
export type AnyJson = any;

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  /** Undefined when the body is empty or no JSON. */
  readonly json: AnyJson;
}

export type Json = Record<string, unknown>;

const USER = 'urn:ietf:params:scim:schemas:core:2.0:User';
const GROUP = 'urn:ietf:params:scim:schemas:core:2.0:Group';
const PATCH_OP = 'urn:ietf:params:scim:api:messages:2.0:PatchOp';
const SEARCH_REQUEST = 'urn:ietf:params:scim:api:messages:2.0:SearchRequest';
let serial = 0;

/** Sends requests to one SCIM base URL with one key. */
export class ScimClient {
  constructor(
    readonly base: string,
    readonly key: string,
  ) {}

  async send(method: string, path: string, body?: unknown, headers: Record<string, string> = {}): Promise<Answer> {
    const isText = typeof body === 'string' || body instanceof Uint8Array;
    const response = await fetch(this.base + path, {
      method,
      headers: {
        Authorization: `Bearer ${this.key}`,
        Accept: 'application/scim+json',
        ...(body === undefined ? {} : { 'Content-Type': 'application/scim+json' }),
        ...headers,
      },
      body: body === undefined ? undefined : isText ? (body as string) : JSON.stringify(body),
    });
    const text = await response.text();
    return { status: response.status, headers: response.headers, text, json: parsed(text) };
  }

  get(path: string, headers?: Record<string, string>): Promise<Answer> {
    return this.send('GET', path, undefined, headers);
  }

  post(path: string, body: unknown, headers?: Record<string, string>): Promise<Answer> {
    return this.send('POST', path, body, headers);
  }

  put(path: string, body: unknown, headers?: Record<string, string>): Promise<Answer> {
    return this.send('PUT', path, body, headers);
  }

  patch(path: string, operations: unknown[], headers?: Record<string, string>): Promise<Answer> {
    return this.send('PATCH', path, { schemas: [PATCH_OP], Operations: operations }, headers);
  }

  delete(path: string, headers?: Record<string, string>): Promise<Answer> {
    return this.send('DELETE', path, undefined, headers);
  }

  filter(endpoint: '/Users' | '/Groups', filter: string): Promise<Answer> {
    return this.post(`${endpoint}/.search`, { schemas: [SEARCH_REQUEST], filter });
  }

  /** Ids of all that a filter finds. */
  async find(endpoint: '/Users' | '/Groups', filter: string): Promise<string[]> {
    const { status, json, text } = await this.filter(endpoint, filter);
    if (status !== 200) throw new Error(`The filter was answered with ${status}: ${text}`);
    return json.Resources.map(({ id }: { id: string }) => id);
  }

  /** A user with the attributes given, and a userName of its own unless one is among them. */
  async newUser(attributes: Json = {}): Promise<Json & { id: string; userName: string }> {
    serial += 1;
    return created(
      await this.post('/Users', { schemas: [USER], userName: `person-${serial}@example.com`, ...attributes }),
    );
  }

  async newGroup(attributes: Json = {}): Promise<Json & { id: string; displayName: string }> {
    serial += 1;
    return created(await this.post('/Groups', { schemas: [GROUP], displayName: `Group ${serial}`, ...attributes }));
  }

  /** Ids of a group's members, sorted. */
  async membersOf(groupId: string): Promise<string[]> {
    const { json } = await this.get(`/Groups/${groupId}`);
    return (json.members ?? []).map(({ value }: { value: string }) => value).toSorted();
  }
}

function created<T>({ status, json, text }: Answer): T {
  if (status !== 201) throw new Error(`Creating was answered with ${status}: ${text}`);
  return json as T;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
