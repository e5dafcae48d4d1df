import { Injectable } from '@nestjs/common';
import type { Channel } from './channel.js';

/** The ways out that modules have registered. */
@Injectable()
export class Channels {
  private readonly channels = new Map<string, Channel>();

  /** To be called while the module is initialized. */
  register(channel: Channel): void {
    this.channels.set(channel.name, channel);
  }

  get all(): readonly Channel[] {
    return [...this.channels.values()];
  }
}
