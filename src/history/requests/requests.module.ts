import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { AccessModule } from '../../access/access.module.js';
import { OrganizationsModule } from '../../organizations/organizations.module.js';
import { UsersModule } from '../../users/users.module.js';
import { RequestsController } from './http/requests.controller.js';
import { ScimRequestsRepository } from './scim-requests.repository.js';
import { ScimRequestsService } from './scim-requests.service.js';
import { RecordedRequest } from './scim-request.entity.js';

/** The log of SCIM requests, as it is read. */
@Module({
  imports: [TypeOrmModule.forFeature([RecordedRequest]), OrganizationsModule, AccessModule, UsersModule],
  controllers: [RequestsController],
  providers: [ScimRequestsRepository, ScimRequestsService],
  exports: [ScimRequestsRepository, ScimRequestsService],
})
export class RequestsModule {}
