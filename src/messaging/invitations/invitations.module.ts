import { Module } from '@nestjs/common';
import { LinksModule } from '../links/links.module.js';
import { OutboxModule } from '../outbox/outbox.module.js';
import { InvitationsService } from './invitations.service.js';

/** Brings people from provisioned to invited. */
@Module({ imports: [LinksModule, OutboxModule], providers: [InvitationsService], exports: [InvitationsService] })
export class InvitationsModule {}
