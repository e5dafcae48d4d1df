import { Injectable } from '@nestjs/common';

/** What an attempt came to: taken by the other side, to be tried again, given up. */
type DeliveryResult = 'sent' | 'failed' | 'dead';

type Listener = (channel: string, result: DeliveryResult) => void;

/** Tells of the attempts of this process. */
@Injectable()
export class Deliveries {
  private readonly listeners: Listener[] = [];

  /** @param listener that does not throw */
  subscribe(listener: Listener): void {
    this.listeners.push(listener);
  }

  announce(channel: string, result: DeliveryResult): void {
    for (const listener of this.listeners) listener(channel, result);
  }
}
