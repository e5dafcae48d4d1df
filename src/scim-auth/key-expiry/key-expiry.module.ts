import { Module } from '@nestjs/common';
import { AdminMailModule } from '../../messaging/admin-mail/admin-mail.module.js';
import { EventsModule } from '../../events/events.module.js';
import { KeyExpiry } from './key-expiry.js';
import { KeyExpiryRepository } from './key-expiry.repository.js';

/** Tells of keys before they expire: for the server, and not for the command line. */
@Module({ imports: [AdminMailModule, EventsModule], providers: [KeyExpiryRepository, KeyExpiry] })
export class KeyExpiryModule {}
