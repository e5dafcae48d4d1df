import { Injectable } from '@nestjs/common';
import { Counter } from 'prom-client';
import { RequestRecorder } from './request-recorder.js';
import { Metrics } from '../../platform/observability/metrics.js';

/** What is missing in the log of SCIM requests. */
@Injectable()
export class RequestLogMetrics {
  constructor({ registry }: Metrics, recorder: RequestRecorder) {
    const dropped = new Counter({
      name: 'muster_request_log_dropped_total',
      help: 'SCIM requests that this process could not write into the log that admins see.',
      registers: [],
      collect() {
        this.reset();
        this.inc(recorder.dropped);
      },
    });
    registry.registerMetric(dropped);
  }
}
