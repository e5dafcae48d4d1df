import { Module } from '@nestjs/common';
import { EventsModule } from '../../events/events.module.js';
import { OrganizationsModule } from '../organizations.module.js';
import { ScimModule } from '../../scim/scim.module.js';
import { SchemasRepository } from './schemas.repository.js';
import { SchemasService } from './schemas.service.js';

/** Custom extensions of organizations. */
@Module({
  imports: [EventsModule, OrganizationsModule, ScimModule],
  providers: [SchemasRepository, SchemasService],
  exports: [SchemasService],
})
export class SchemasModule {}
