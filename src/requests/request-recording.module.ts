import { Module } from '@nestjs/common';
import { OrganizationsModule } from '../organizations/organizations.module.js';
import { ScimModule } from '../scim/scim.module.js';
import { RequestRecorder } from './request-recorder.js';
import { RequestRetention } from './request-retention.js';
import { RequestsModule } from './requests.module.js';
import { SecretNames } from './secret-names.js';

/** Writes the log of SCIM requests and keeps it small: for the server, and not for the command line. */
@Module({
  imports: [RequestsModule, ScimModule, OrganizationsModule],
  providers: [SecretNames, RequestRecorder, RequestRetention],
  exports: [RequestRecorder],
})
export class RequestRecordingModule {}
