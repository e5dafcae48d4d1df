import { createServer, IncomingMessage, type Server, ServerResponse } from 'node:http';
import { Server as NetServer, type Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { setTimeout as delay } from 'node:timers/promises';
import { promisify } from 'node:util';
import type { NestApplicationOptions } from '@nestjs/common';
import { ExpressAdapter } from '@nestjs/platform-express';
import type { Express, Request, Response } from 'express';
import { bytesOfLongLists } from '../platform/http/json-bytes.js';
import { ScimError } from '../scim/protocol/scim-error.js';

/** Room for the longest filter, percent-encoded, and enough beyond it to refuse a longer one in SCIM's own words. */
const MAX_HEADER_BYTES = 256 * 1024;
const HEADERS_TIMEOUT_MS = 20_000;
const REQUEST_TIMEOUT_MS = 55_000;
/** Longer than the idle timeouts of common proxies, so that it is they who close. */
const KEEP_ALIVE_TIMEOUT_MS = 75_000;
const IDLE_PATIENCE_MS = 1_000;
/** So that a client that still sends gets to read why it is refused, before the connection is cut. */
const REFUSAL_PATIENCE_MS = 1_000;

const refusals: Readonly<Record<string, ScimError>> = {
  HPE_HEADER_OVERFLOW: new ScimError(
    431,
    'The request line and headers are too long: send long queries with POST .search',
  ),
  ERR_HTTP_REQUEST_TIMEOUT: new ScimError(408, 'The request did not arrive in time'),
};
const REASONS: Readonly<Record<number, string>> = {
  400: 'Bad Request',
  408: 'Request Timeout',
  431: 'Request Header Fields Too Large',
};

/** Express on a server with limits of time and size, that answers in JSON even what cannot be read as HTTP. */
export class HttpAdapter extends ExpressAdapter {
  private readonly connections = new Set<Socket>();

  override initHttpServer(_options: NestApplicationOptions): void {
    const app = this.getInstance<Express>();
    const server = createServer(
      {
        ...messagesOf(app),
        maxHeaderSize: MAX_HEADER_BYTES,
        headersTimeout: HEADERS_TIMEOUT_MS,
        requestTimeout: REQUEST_TIMEOUT_MS,
        keepAliveTimeout: KEEP_ALIVE_TIMEOUT_MS,
        connectionsCheckingInterval: 5_000,
      },
      app,
    );
    // Otherwise Node leaves headers out beyond the thousandth, whatever they say. Their size has a limit.
    server.maxHeadersCount = 0;
    // Otherwise Node asks for every body before anybody has looked at the request.
    server.on('checkContinue', app);
    server.on('clientError', refuse);
    server.on('connection', (socket: Socket) => {
      this.connections.add(socket);
      socket.once('close', () => this.connections.delete(socket));
    });
    this.httpServer = server;
  }

  /** JSON goes out in one piece, without what Express would find out about it first. */
  override reply(response: Response, body: unknown, statusCode?: number): void {
    if (!isPlain(body)) return void super.reply(response, body, statusCode);
    if (statusCode !== undefined) response.statusCode = statusCode;
    if (!response.hasHeader('Content-Type')) response.setHeader('Content-Type', 'application/json; charset=utf-8');
    const json = bytesOfLongLists(body) ?? JSON.stringify(body);
    response.setHeader('Content-Length', Buffer.byteLength(json));
    response.end(json);
  }

  /** Takes no new connection; those that are open stay. */
  closeListener(): void {
    // HTTP's own close() would cut idle connections at once.
    NetServer.prototype.close.call(this.httpServer as Server);
  }

  /**
   * Waits for the open connections. A client that is about to send on an idle one is still answered for a moment;
   * afterwards idle ones are closed, and at last those that do not end.
   */
  async endConnections(): Promise<void> {
    const server = this.httpServer as Server;
    await this.noConnections(server, IDLE_PATIENCE_MS);
    server.closeIdleConnections();
    this.closeUnused();
    await this.noConnections(server, REQUEST_TIMEOUT_MS);
    server.closeAllConnections();
  }

  override close(): Promise<unknown> | undefined {
    this.closeUnused();
    return super.close();
  }

  /** Clients open connections ahead, which Node does not count among the idle ones, and would wait for. */
  private closeUnused(): void {
    for (const socket of this.connections) if (socket.bytesRead === 0) socket.destroy();
  }

  private async noConnections(server: Server, patience: number): Promise<void> {
    const count = promisify(server.getConnections.bind(server)) as () => Promise<number>;
    const deadline = Date.now() + patience;
    while (Date.now() < deadline && (await count()) > 0) await delay(20);
  }
}

/**
 * Classes of requests and responses that Express does not have to make its own: it would give each a new prototype,
 * which makes the engine slow with it from then on.
 */
function messagesOf(app: Express) {
  class ExpressRequest extends IncomingMessage {}
  class ExpressResponse extends ServerResponse {}
  Object.setPrototypeOf(ExpressRequest.prototype, app.request);
  Object.setPrototypeOf(ExpressResponse.prototype, app.response);
  app.request = ExpressRequest.prototype as Request;
  app.response = ExpressResponse.prototype as Response;
  return { IncomingMessage: ExpressRequest, ServerResponse: ExpressResponse };
}

function isPlain(body: unknown): body is object {
  const prototype: unknown = typeof body === 'object' && body !== null ? Object.getPrototypeOf(body) : undefined;
  return prototype === Object.prototype || prototype === Array.prototype;
}

function refuse(error: NodeJS.ErrnoException, socket: Duplex): void {
  if (error.code === 'ECONNRESET') return void socket.destroy();
  // It was refused already, and what still comes is not looked at.
  if (!socket.writable) return;
  const refusal = refusals[error.code ?? ''] ?? new ScimError(400, 'The request is not valid HTTP', 'invalidSyntax');
  const body = JSON.stringify(refusal);
  socket.end(
    `HTTP/1.1 ${refusal.status} ${REASONS[refusal.status]}\r\nContent-Type: application/scim+json; charset=utf-8\r\n` +
      `Content-Length: ${Buffer.byteLength(body)}\r\nConnection: close\r\n\r\n${body}`,
  );
  setTimeout(() => socket.destroy(), REFUSAL_PATIENCE_MS).unref();
}
