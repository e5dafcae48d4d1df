import { once } from 'node:events';
import { Injectable } from '@nestjs/common';
import type { Response } from 'express';
import type { Event } from '../events/event.js';
import { Arrivals } from './arrivals.js';
import { type FeedQuery, FeedService } from './feed.service.js';

/** So that proxies and clients see that the connection lives. */
const HEARTBEAT_MS = 15_000;
const HEADERS = {
  'Content-Type': 'text/event-stream; charset=utf-8',
  'Cache-Control': 'no-cache, no-transform',
  'X-Accel-Buffering': 'no',
  Connection: 'close',
};

/** Server-sent events (HTML Living Standard §9.2) from the feed. */
@Injectable()
export class EventStream {
  constructor(
    private readonly feed: FeedService,
    private readonly arrivals: Arrivals,
  ) {}

  /** Writes until the client or the server goes, or the key works no more. @param isLive asked before each page */
  async send(query: FeedQuery, response: Response, gone: AbortSignal, isLive: () => Promise<boolean>): Promise<void> {
    let page = await this.feed.page(query);
    const leave = this.arrivals.enter(query.organizationId);
    try {
      response.writeHead(200, HEADERS);
      response.flushHeaders();
      let lastWrite = performance.now();
      for (;;) {
        const text = page.events.map(frame).join('') || (performance.now() - lastWrite > HEARTBEAT_MS ? ':\n\n' : '');
        if (text) lastWrite = performance.now();
        if (text && !response.write(text)) await once(response, 'drain', { signal: gone });
        if (page.isEnd) await this.arrivals.next(query.organizationId, HEARTBEAT_MS, gone);
        if (gone.aborted || this.arrivals.isOver || !(await isLive())) return;
        page = await this.feed.page({ ...query, after: page.next });
      }
    } catch (error) {
      if (!response.headersSent) throw error;
    } finally {
      leave();
      if (response.headersSent) response.end();
    }
  }
}

function frame(event: Event): string {
  return `id: ${event.sequence}\nevent: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`;
}
