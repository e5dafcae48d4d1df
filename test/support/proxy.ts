import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { AnyJson } from './scim-client.js';

export interface Exchange {
  /** `POST /members/…/confirm`, below the organization, without the query. */
  readonly request: string;
  readonly body: string;
}

type Lie = (json: AnyJson, path: URL) => unknown;

const PREFIX = /^\/api\/v1\/organizations\/[^/]+/;

/** Stands between a client and the server: listens before it is known what to, sees all, and can change what is said. */
export class Proxy {
  target = '';
  seen: Exchange[] = [];
  private readonly lies = new Map<string, Lie>();
  private readonly failures: number[] = [];
  private readonly broken = new Map<string, number>();

  private constructor(
    private readonly server: Server,
    readonly url: string,
  ) {}

  static async start(): Promise<Proxy> {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const proxy = new Proxy(server, `http://127.0.0.1:${(server.address() as AddressInfo).port}`);
    server.on('request', (request, response) => void proxy.pass(request, response));
    return proxy;
  }

  /** From now on what is answered to `GET /key-log` and the like is another thing. */
  lie(request: string, lie: Lie): void {
    this.lies.set(request, lie);
  }

  /** The next requests are answered with these status codes. */
  fail(...statuses: number[]): void {
    this.failures.push(...statuses);
  }

  /** From now on a request like `POST /members/…/confirm` is answered with a status code. */
  break(request: string, status: number): void {
    this.broken.set(request, status);
  }

  reset(): void {
    this.broken.clear();
    this.lies.clear();
    this.failures.length = 0;
    this.seen = [];
  }

  /** How often something was requested. */
  count(request: RegExp): number {
    return this.seen.filter((exchange) => request.test(exchange.request)).length;
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private async pass(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const body = Buffer.concat(chunks);
    const url = new URL(request.url!, this.url);
    const name = `${request.method} ${url.pathname.replace(PREFIX, '')}`;
    this.seen.push({ request: name, body: body.toString() });
    const failure = this.failures.shift() ?? this.broken.get(name);
    if (failure) return void response.writeHead(failure).end();
    const { host: _host, connection: _connection, ...headers } = request.headers;
    const answer = await fetch(this.target + request.url, {
      method: request.method,
      headers: headers as Record<string, string>,
      ...(body.length > 0 && { body }),
    });
    const text = await answer.text();
    const lie = answer.ok ? this.lies.get(name) : undefined;
    response.statusCode = answer.status;
    response.setHeader('Content-Type', answer.headers.get('content-type') ?? 'application/json');
    const cookies = answer.headers.getSetCookie();
    if (cookies.length > 0) response.setHeader('Set-Cookie', cookies);
    response.end(lie ? JSON.stringify(await lie(JSON.parse(text), url)) : text);
  }
}
