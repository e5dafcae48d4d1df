import { Module } from '@nestjs/common';
import { AdminMailModule } from '../messaging/admin-mail/admin-mail.module.js';
import { APP_GUARD } from '@nestjs/core';
import { TypeOrmModule } from '@nestjs/typeorm';
import { EventsModule } from '../events/events.module.js';
import { WrongKeysModule } from '../platform/http/wrong-keys.module.js';
import { OrganizationsModule } from '../organizations/organizations.module.js';
import { SchemasModule } from '../organizations/schemas/schemas.module.js';
import { ScimAuthGuard } from './scim-auth.guard.js';
import { ScimContexts } from './scim-contexts.js';
import { ScimKey } from './scim-key.entity.js';
import { ScimKeyStrategy } from './scim-key.strategy.js';
import { ScimKeysRepository } from './scim-keys.repository.js';
import { ScimKeysService } from './scim-keys.service.js';

/** Keys, and the guard that asks for one everywhere. */
@Module({
  imports: [
    TypeOrmModule.forFeature([ScimKey]),
    AdminMailModule,
    EventsModule,
    OrganizationsModule,
    SchemasModule,
    WrongKeysModule,
  ],
  providers: [
    ScimKeysRepository,
    ScimKeysService,
    ScimContexts,
    ScimKeyStrategy,
    { provide: APP_GUARD, useClass: ScimAuthGuard },
  ],
  exports: [ScimKeysService, ScimContexts],
})
export class ScimAuthModule {}
