import cluster from 'node:cluster';
import { Injectable } from '@nestjs/common';
import type { Request } from 'express';
import { collectDefaultMetrics, Histogram, Registry } from 'prom-client';
import { WorkersMetrics } from './workers-metrics.js';

const METHODS = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']);

/**
 * Prometheus metrics of the process, with WORKERS of all of them, and of their requests. Labels come from fixed sets,
 * never from a request.
 */
@Injectable()
export class Metrics {
  /** Where other parts register figures of theirs. */
  readonly registry = new Registry();
  private readonly workers = cluster.isWorker ? new WorkersMetrics(this.registry) : undefined;
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

  get contentType(): string {
    return this.registry.contentType;
  }

  /** In the text format of Prometheus. */
  text(): Promise<string> {
    return this.workers ? this.workers.text() : this.registry.metrics();
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
