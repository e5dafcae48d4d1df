import { type DynamicModule, Module } from '@nestjs/common';
import { EventsModule } from '../events/events.module.js';
import { IgnoredRecordingModule } from '../history/ignored/ignored-recording.module.js';
import { ObservabilityModule } from '../platform/observability/observability.module.js';
import { ScimAuthModule } from '../scim-auth/scim-auth.module.js';
import { ScimModule } from '../scim/scim.module.js';
import { AsyncMetrics } from './async-metrics.js';
import { AsyncOptions } from './async-options.js';
import { AsyncWorker } from './async-worker.js';
import { QueueRun } from './queue-run.js';
import { RequestRun } from './request-run.js';

/** Carries out requests that were answered before (RFC 9967 §2.5.1): for the server, and not for the command line. */
@Module({})
export class AsyncRequestsModule {
  static forRoot(options?: Partial<AsyncOptions>): DynamicModule {
    return {
      module: AsyncRequestsModule,
      imports: [EventsModule, IgnoredRecordingModule, ObservabilityModule, ScimAuthModule, ScimModule],
      providers: [
        AsyncMetrics,
        AsyncWorker,
        QueueRun,
        RequestRun,
        { provide: AsyncOptions, useValue: new AsyncOptions(options) },
      ],
    };
  }
}
