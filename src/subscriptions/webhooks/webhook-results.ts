import { Injectable } from '@nestjs/common';

/** What an attempt came to: taken by the endpoint, to be tried again, the last one before it was disabled. */
export type WebhookResult = 'delivered' | 'failed' | 'disabled';

type Listener = (result: WebhookResult) => void;

/** Tells of the attempts of this process. */
@Injectable()
export class WebhookResults {
  private readonly listeners: Listener[] = [];

  /** @param listener that does not throw */
  subscribe(listener: Listener): void {
    this.listeners.push(listener);
  }

  announce(result: WebhookResult): void {
    for (const listener of this.listeners) listener(result);
  }
}
