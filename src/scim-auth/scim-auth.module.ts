import { Module } from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import { PassportModule } from '@nestjs/passport';
import { EventsModule } from '../events/events.module.js';
import { OrganizationsModule } from '../organizations/organizations.module.js';
import { SchemasModule } from '../schemas/schemas.module.js';
import { BearerStrategy } from './bearer.strategy.js';
import { ScimAuthGuard } from './scim-auth.guard.js';
import { ScimKeysRepository } from './scim-keys.repository.js';
import { ScimKeysService } from './scim-keys.service.js';

/** Keys, and the guard that asks for one everywhere. */
@Module({
  imports: [EventsModule, OrganizationsModule, PassportModule, SchemasModule],
  providers: [ScimKeysRepository, ScimKeysService, BearerStrategy, { provide: APP_GUARD, useClass: ScimAuthGuard }],
  exports: [ScimKeysService],
})
export class ScimAuthModule {}
