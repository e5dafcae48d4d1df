import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { Channels } from './channels.js';
import { Deliveries } from './deliveries.js';
import { Leases } from './leases.js';
import { OutboxMessage } from './outbox.entity.js';
import { OutboxRepository } from './outbox.repository.js';
import { OutboxService } from './outbox.service.js';
import { OutboxSignal } from './outbox-signal.js';

const providers = [Channels, Deliveries, Leases, OutboxRepository, OutboxService, OutboxSignal];

/** What goes out: one row a message, written in the transaction of the change that it tells of. */
@Module({ imports: [TypeOrmModule.forFeature([OutboxMessage])], providers, exports: providers })
export class OutboxModule {}
