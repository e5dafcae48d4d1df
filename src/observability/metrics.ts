import { Injectable } from '@nestjs/common';
import type { Request } from 'express';
import { collectDefaultMetrics, Histogram, Registry } from 'prom-client';

const METHODS = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']);

/** Prometheus metrics of the process and of its requests. Labels come from fixed sets, never from a request. */
@Injectable()
export class Metrics {
  readonly registry = new Registry();
  private readonly requests = new Histogram({
    name: 'http_request_duration_seconds',
    help: 'Duration of HTTP requests by method, route and status.',
    labelNames: ['method', 'route', 'status'],
    buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30],
    registers: [this.registry],
  });

  constructor() {
    collectDefaultMetrics({ register: this.registry });
  }

  /** Counts a request that has ended. @param seconds that it took */
  count(request: Request, status: number, seconds: number): void {
    const route = (request.route as { path?: unknown } | undefined)?.path;
    const method = METHODS.has(request.method) ? request.method : 'other';
    this.requests.observe(
      { method, route: typeof route === 'string' ? route : 'none', status: String(status) },
      seconds,
    );
  }
}
