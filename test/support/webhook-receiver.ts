import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { AnyJson } from './scim-client.js';

export interface Received {
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
  /** Where the body is JSON. */
  readonly event: AnyJson;
}

export interface ReceiverAnswer {
  readonly status: number;
  readonly headers?: Record<string, string>;
  readonly body?: string;
}

/** An application that is told of events, and keeps what it is told. */
export class WebhookReceiver {
  /** In the order in which they came, those included that are not answered yet. */
  readonly received: Received[] = [];
  /** Awaited before a request is answered. */
  answer: (request: Received) => ReceiverAnswer | Promise<ReceiverAnswer> = () => ({ status: 204 });
  private server: Server | undefined;
  private port = 0;

  private constructor(private readonly host: string) {}

  /** @param host an address of this machine, such as 127.0.0.2 */
  static async start(host = '127.0.0.1'): Promise<WebhookReceiver> {
    const receiver = new WebhookReceiver(host);
    await receiver.up();
    return receiver;
  }

  get url(): string {
    return this.urlOn(this.host);
  }

  /** The same by another name. */
  urlOn(host: string): string {
    return `http://${host}:${this.port}/hook`;
  }

  /** Listens, on the same port as before. */
  async up(): Promise<void> {
    const server = createServer((request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', async () => {
        const body = Buffer.concat(chunks).toString('utf8');
        const event = request.headers['content-type'] === 'application/json' ? JSON.parse(body) : undefined;
        const one = { path: request.url!, headers: request.headers, body, event };
        this.received.push(one);
        const { status, headers = {}, body: text } = await this.answer(one);
        response.writeHead(status, headers).end(text);
      });
    });
    server.listen(this.port, this.host);
    await once(server, 'listening');
    this.port = (server.address() as AddressInfo).port;
    this.server = server;
  }

  /** Refuses connections, and cuts those that are open. */
  async down(): Promise<void> {
    const { server } = this;
    this.server = undefined;
    if (!server) return;
    const closed = once(server, 'close');
    server.close();
    server.closeAllConnections();
    await closed;
  }

  /** Of events; tests have none. */
  get sequences(): number[] {
    return this.received.map(({ event }) => event.sequence);
  }

  ofType(type: string): Received[] {
    return this.received.filter(({ event }) => event.type === type);
  }
}

/** A door that requests wait at until it is opened. */
export function door(): { readonly opened: Promise<void>; open: () => void } {
  let open = () => {};
  const opened = new Promise<void>((resolve) => (open = resolve));
  return { opened, open };
}
