import { Module } from '@nestjs/common';
import { AccessModule } from '../../access/access.module.js';
import { OrganizationsModule } from '../../organizations/organizations.module.js';
import { UsersModule } from '../../users/users.module.js';
import { RequestsController } from './http/requests.controller.js';
import { ScimRequestsRepository } from './scim-requests.repository.js';
import { ScimRequestsService } from './scim-requests.service.js';

/** The log of SCIM requests, as it is read. */
@Module({
  imports: [OrganizationsModule, AccessModule, UsersModule],
  controllers: [RequestsController],
  providers: [ScimRequestsRepository, ScimRequestsService],
  exports: [ScimRequestsRepository, ScimRequestsService],
})
export class RequestsModule {}
