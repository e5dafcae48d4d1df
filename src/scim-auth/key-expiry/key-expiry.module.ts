import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { AdminMailModule } from '../../messaging/admin-mail/admin-mail.module.js';
import { EventsModule } from '../../events/events.module.js';
import { ApplicationKey } from '../application-keys/application-key.entity.js';
import { ScimKey } from '../scim-key.entity.js';
import { KeyExpiry } from './key-expiry.js';
import { KeyExpiryRepository } from './key-expiry.repository.js';

/** Tells of keys before they expire: for the server, and not for the command line. */
@Module({
  imports: [TypeOrmModule.forFeature([ScimKey, ApplicationKey]), AdminMailModule, EventsModule],
  providers: [KeyExpiryRepository, KeyExpiry],
})
export class KeyExpiryModule {}
