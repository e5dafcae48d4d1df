import { Module } from '@nestjs/common';
import { EventsModule } from '../events/events.module.js';
import { OrganizationsModule } from '../organizations/organizations.module.js';
import { ScimModule } from '../scim/scim.module.js';
import { FailedAuthenticationRecorder } from './failed-authentication-recorder.js';
import { RequestRecorder } from './request-recorder.js';
import { RequestRetention } from './request-retention.js';
import { RequestsModule } from './requests.module.js';
import { SecretNames } from './secret-names.js';

/** Writes the log of SCIM requests and keeps it small: for the server, and not for the command line. */
@Module({
  imports: [EventsModule, RequestsModule, ScimModule, OrganizationsModule],
  providers: [SecretNames, FailedAuthenticationRecorder, RequestRecorder, RequestRetention],
  exports: [RequestRecorder],
})
export class RequestRecordingModule {}
