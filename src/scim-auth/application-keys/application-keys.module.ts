import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { AdminMailModule } from '../../messaging/admin-mail/admin-mail.module.js';
import { EventsModule } from '../../events/events.module.js';
import { OrganizationsModule } from '../../organizations/organizations.module.js';
import { ApplicationKey } from './application-key.entity.js';
import { ApplicationKeyStrategy } from './application-key.strategy.js';
import { ApplicationKeysRepository } from './application-keys.repository.js';
import { ApplicationKeysService } from './application-keys.service.js';

/** Keys of applications, which open nothing of SCIM. */
@Module({
  imports: [TypeOrmModule.forFeature([ApplicationKey]), AdminMailModule, EventsModule, OrganizationsModule],
  providers: [ApplicationKeysRepository, ApplicationKeysService, ApplicationKeyStrategy],
  exports: [ApplicationKeysService],
})
export class ApplicationKeysModule {}
