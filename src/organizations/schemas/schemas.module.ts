import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { EventsModule } from '../../events/events.module.js';
import { Organization } from '../organization.entity.js';
import { OrganizationsModule } from '../organizations.module.js';
import { ScimModule } from '../../scim/scim.module.js';
import { OrganizationSchema } from './organization-schema.entity.js';
import { SchemasRepository } from './schemas.repository.js';
import { SchemasService } from './schemas.service.js';

/** Custom extensions of organizations. */
@Module({
  imports: [
    TypeOrmModule.forFeature([Organization, OrganizationSchema]),
    EventsModule,
    OrganizationsModule,
    ScimModule,
  ],
  providers: [SchemasRepository, SchemasService],
  exports: [SchemasService],
})
export class SchemasModule {}
