import { Injectable } from '@nestjs/common';
import type { Response } from 'express';
import type { Event } from '../../events/event.js';
import { Arrivals } from './arrivals.js';
import { type FeedPage, type FeedQuery, FeedService } from './feed.service.js';
import type { Reader } from './reader.js';
import { StreamOptions } from './stream-options.js';
import type { Watch } from './watch.js';

/** The connection ends with the stream: kept alive, it would keep a server open that ends. */
const HEADERS = {
  'Content-Type': 'text/event-stream; charset=utf-8',
  'Cache-Control': 'no-cache, no-transform',
  'X-Accel-Buffering': 'no',
  Connection: 'close',
};
/** How long what was written last may take to go out. */
const END_PATIENCE_MS = 500;
const NAP_MS = 1_000;

/**
 * Server-sent events (HTML Living Standard §9.2). A page of events is read when the client has taken the one before, so that a slow client
 * costs no more memory than one page.
 */
@Injectable()
export class EventStream {
  constructor(
    private readonly feed: FeedService,
    private readonly arrivals: Arrivals,
    private readonly options: StreamOptions,
  ) {}

  /**
   * Writes until the client or the server goes, or the key no longer works.
   * @throws Problem when `after` is no place in the sequence, ScimError 503 when too many wait: before anything is written
   */
  async send(query: FeedQuery, response: Response, reader: Reader): Promise<void> {
    const first = await this.feed.page(query);
    const watch = this.arrivals.watch(query.organizationId, reader.gone);
    response.writeHead(200, HEADERS);
    response.write(`retry: ${this.options.retry}\n\n`);
    try {
      await this.follow(query, first, response, reader, watch);
    } catch {
      // The client comes back, and is told then what is wrong.
    } finally {
      watch.leave();
      end(response);
    }
  }

  private async follow(query: FeedQuery, first: FeedPage, response: Response, reader: Reader, watch: Watch) {
    const { heartbeat } = this.options;
    let page = first;
    let beat = performance.now() + heartbeat;
    while (!watch.isOver) {
      const isQuiet = page.events.length === 0;
      if (!isQuiet || performance.now() >= beat) {
        const isTaken = await this.write(isQuiet ? ':\n\n' : page.events.map(frame).join(''), response, reader, watch);
        if (!isTaken) return;
        beat = performance.now() + heartbeat;
      }
      const isMore = !page.isEnd || (await watch.next(page.next, beat - performance.now()));
      if (watch.isOver) return;
      page = isMore ? await this.feed.page({ ...query, after: page.next }) : { ...page, events: [] };
      await reader.verify();
    }
  }

  /** @returns false when the stream has to end: nobody takes it, or nobody is there */
  private async write(text: string, response: Response, { verify }: Reader, watch: Watch): Promise<boolean> {
    response.write(text);
    const deadline = performance.now() + this.options.patience;
    while (response.writableNeedDrain) {
      if (watch.isOver || performance.now() > deadline) return false;
      await drained(response, NAP_MS);
      await verify();
    }
    return !watch.isOver;
  }
}

function frame(event: Event): string {
  return `id: ${event.sequence}\ndata: ${JSON.stringify(event)}\n\n`;
}

/** Resolves when all that was written has gone out, the connection is closed, or the time is over. */
function drained(response: Response, milliseconds: number): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer);
      response.off('drain', done).off('close', done);
      resolve();
    };
    const timer = setTimeout(done, milliseconds);
    response.on('drain', done).on('close', done);
  });
}

/** Ends the connection too, at once where the client takes nothing. */
function end(response: Response): void {
  if (response.writableNeedDrain) return void response.destroy();
  const { socket } = response;
  response.end();
  if (!socket) return;
  const timer = setTimeout(() => socket.destroy(), END_PATIENCE_MS);
  socket.once('close', () => clearTimeout(timer));
}
