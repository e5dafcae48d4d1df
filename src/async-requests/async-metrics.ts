import { setTimeout as delay } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import { Gauge } from 'prom-client';
import { UnitOfWork } from '../platform/database/unit-of-work.js';
import { Metrics } from '../platform/observability/metrics.js';
import { AsyncRequestsRepository } from '../scim/async/async-requests.repository.js';

/** For the database: the other figures shall not wait for it. */
const PATIENCE_MS = 1_000;

/** How many requests wait to be carried out: the database's figure, so that every process tells the same. */
@Injectable()
export class AsyncMetrics {
  constructor({ registry }: Metrics, unitOfWork: UnitOfWork, requests: AsyncRequestsRepository) {
    const waiting: Gauge = new Gauge({
      name: 'muster_async_requests_waiting',
      help: 'SCIM requests that were answered with 202 and are not carried out yet, the same from every process.',
      registers: [registry],
      async collect() {
        const read = unitOfWork.read((connection) => requests.allWaiting(connection));
        const count = await Promise.race([read, delay(PATIENCE_MS, undefined, { ref: false })]).catch(() => undefined);
        if (count !== undefined) waiting.set(count);
      },
    });
  }
}
