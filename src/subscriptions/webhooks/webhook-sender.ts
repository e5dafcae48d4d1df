import { Agent as HttpAgent, type IncomingMessage, request as httpRequest, type RequestOptions } from 'node:http';
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https';
import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import type { DeliveryRequest } from './delivery-format.js';
import { Destinations } from './destinations.js';

/** Bytes of an answer that are read. */
const MAX_ANSWER_BYTES = 8_192;
/** Connections that are kept for the next event, and for how long. Without a proxy, whatever the environment says. */
const KEPT = { keepAlive: true, maxFreeSockets: 64, timeout: 5_000 };

/** On a connection that was kept: the other side has closed it in the meantime. */
const GONE: ReadonlySet<string | undefined> = new Set(['ECONNRESET', 'EPIPE']);

/** What the endpoint has answered. */
export interface Answer {
  readonly status: number;
  /** The header Retry-After (RFC 9110 §10.2.3). */
  readonly retryAfter: string | undefined;
  /** How the body begins. */
  readonly text: string;
}

/** How long it may take, and what ends it before. */
export interface Limits {
  /** In milliseconds, from the first step to the last byte. */
  readonly patience: number;
  readonly stop: AbortSignal;
}

/** The attempt was ended from here: it has neither failed nor succeeded. */
export class StoppedError extends Error {}

/** The connection that was kept was not there any more: nothing is known against the endpoint. */
class StaleConnectionError extends Error {}

/** Sends what is to be sent to URLs that others have chosen. Redirects are answers like any other. */
@Injectable()
export class WebhookSender implements OnApplicationShutdown {
  private readonly http = new HttpAgent(KEPT);
  private readonly https = new HttpsAgent(KEPT);

  constructor(private readonly destinations: Destinations) {}

  onApplicationShutdown(): void {
    this.http.destroy();
    this.https.destroy();
  }

  /** @throws Error that says why there is no answer, StoppedError */
  async send(url: URL, request: DeliveryRequest, { patience, stop }: Limits): Promise<Answer> {
    const end = performance.now() + patience;
    this.destinations.checkAddress(url);
    for (;;) {
      try {
        return await this.once(url, request, { patience: end - performance.now(), stop });
      } catch (error) {
        if (!(error instanceof StaleConnectionError)) throw error;
      }
    }
  }

  private once(url: URL, { headers, body }: DeliveryRequest, { patience, stop }: Limits): Promise<Answer> {
    if (stop.aborted) return Promise.reject(new StoppedError());
    const options: RequestOptions = {
      method: 'POST',
      lookup: this.destinations.lookup,
      headers: { 'User-Agent': 'Muster', ...headers, 'Content-Length': Buffer.byteLength(body) },
    };
    return new Promise((resolve, reject) => {
      const sent =
        url.protocol === 'https:'
          ? httpsRequest(url, { ...options, agent: this.https })
          : httpRequest(url, { ...options, agent: this.http });
      const end = (error: Error) => {
        reject(error);
        sent.destroy();
      };
      const isStopped = () => end(new StoppedError());
      const timer = setTimeout(() => end(new Error('There was no whole answer in time')), patience);
      stop.addEventListener('abort', isStopped);
      sent.on('close', () => {
        clearTimeout(timer);
        stop.removeEventListener('abort', isStopped);
      });
      sent.on('error', (error: NodeJS.ErrnoException) =>
        reject(sent.reusedSocket && GONE.has(error.code) ? new StaleConnectionError() : error),
      );
      sent.on('response', (response) => read(response).then(resolve, reject));
      sent.end(body);
    });
  }
}

function read(response: IncomingMessage): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let size = 0;
    const finish = () =>
      resolve({
        status: response.statusCode ?? 0,
        retryAfter: response.headers['retry-after'],
        text: Buffer.concat(chunks).subarray(0, MAX_ANSWER_BYTES).toString('utf8'),
      });
    response.on('data', (chunk: Buffer) => {
      chunks.push(chunk);
      size += chunk.length;
      if (size < MAX_ANSWER_BYTES) return;
      finish();
      response.destroy();
    });
    response.on('end', finish);
    response.on('error', reject);
  });
}
