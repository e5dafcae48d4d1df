import { Injectable } from '@nestjs/common';
import type { Event } from '../../events/event.js';
import type { WebhookEndpoint } from './webhook-endpoint.entity.js';

/** What is told: an event, or a test, which has no place in the sequence. */
export type ToldEvent = Omit<Event, 'sequence'> & Partial<Pick<Event, 'sequence'>>;

export interface DeliveryRequest {
  /** By their names; those of the body's length and of the connection are not among them. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** How an event is written for an endpoint, and how the endpoint knows from whom it is. */
export interface DeliveryFormat {
  readonly name: 'webhook' | 'security-event-token';
  /** Called for each attempt. @returns undefined for an event that the format has no word for, which is passed */
  request(endpoint: WebhookEndpoint, event: ToldEvent): Promise<DeliveryRequest | undefined>;
}

/** The formats that modules have registered. */
@Injectable()
export class DeliveryFormats {
  private readonly formats = new Map<string, DeliveryFormat>();

  /** To be called while the module is initialized. */
  register(format: DeliveryFormat): void {
    this.formats.set(format.name, format);
  }

  get names(): readonly string[] {
    return [...this.formats.keys()];
  }

  /** @throws when there is none of that name, as in an older version that shares the database */
  get(name: string): DeliveryFormat {
    const format = this.formats.get(name);
    if (!format) throw new Error(`There is no delivery format ${name}`);
    return format;
  }
}
