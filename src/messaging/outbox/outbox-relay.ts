import { Injectable, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { Migrator } from '../../platform/database/migrator.js';
import { ChannelRelay } from './channel-relay.js';
import { Channels } from './channels.js';
import { Deliveries } from './deliveries.js';
import { Leases } from './leases.js';
import { OutboxSignal } from './outbox-signal.js';
import { RelayOptions } from './relay-options.js';

/** Sends what waits in the outbox while the application runs. Messages of channels that are not configured wait. */
@Injectable()
export class OutboxRelay implements OnApplicationBootstrap, OnModuleDestroy {
  private relays: readonly ChannelRelay[] = [];

  constructor(
    private readonly channels: Channels,
    private readonly leases: Leases,
    private readonly signal: OutboxSignal,
    private readonly deliveries: Deliveries,
    private readonly options: RelayOptions,
    private readonly migrator: Migrator,
  ) {}

  onApplicationBootstrap(): void {
    const { leases, signal, deliveries, options, migrator } = this;
    this.relays = this.channels.all
      .filter(({ isConfigured }) => isConfigured)
      .map((channel) => new ChannelRelay(channel, leases, signal, deliveries, options, migrator));
    for (const relay of this.relays) relay.start();
  }

  /** Before the database goes. */
  async onModuleDestroy(): Promise<void> {
    await Promise.all(this.relays.map((relay) => relay.stop()));
  }
}
