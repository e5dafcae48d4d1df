import { Module } from '@nestjs/common';
import { EventsModule } from '../../events/events.module.js';
import { ObservabilityModule } from '../../platform/observability/observability.module.js';
import { OrganizationsModule } from '../../organizations/organizations.module.js';
import { ScimModule } from '../../scim/scim.module.js';
import { IgnoredRecordingModule } from '../ignored/ignored-recording.module.js';
import { FailedAuthenticationRecorder } from './failed-authentication-recorder.js';
import { RequestLog } from './request-log.js';
import { RequestLogMetrics } from './request-log-metrics.js';
import { RequestRecorder } from './request-recorder.js';
import { RequestRetention } from './request-retention.js';
import { RequestsModule } from './requests.module.js';
import { SecretNames } from './secret-names.js';

/** Writes the log of SCIM requests and keeps it small: for the server, and not for the command line. */
@Module({
  imports: [EventsModule, IgnoredRecordingModule, ObservabilityModule, RequestsModule, ScimModule, OrganizationsModule],
  providers: [
    SecretNames,
    FailedAuthenticationRecorder,
    RequestLog,
    RequestLogMetrics,
    RequestRecorder,
    RequestRetention,
  ],
  exports: [RequestLog],
})
export class RequestRecordingModule {}
