import { Module } from '@nestjs/common';
import { EventsModule } from '../events/events.module.js';
import { OrganizationsModule } from '../organizations/organizations.module.js';
import { SecretsModule } from '../secrets/secrets.module.js';
import { AdminCredentials } from './admin-credentials.js';
import { AdminsRepository } from './admins.repository.js';
import { AdminsService } from './admins.service.js';
import { CredentialsRepository } from './credentials.repository.js';
import { Passwords } from './passwords.js';
import { Throttle } from './throttle.js';

/** Accounts of those who administer the server and its organizations. */
@Module({
  imports: [EventsModule, OrganizationsModule, SecretsModule],
  providers: [AdminsRepository, CredentialsRepository, Passwords, Throttle, AdminCredentials, AdminsService],
  exports: [AdminCredentials, AdminsService],
})
export class AdminsModule {}
