import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Webhook } from 'standardwebhooks';
import { type DeliveryFormat, DeliveryFormats, type DeliveryRequest, type ToldEvent } from './delivery-format.js';
import type { WebhookEndpoint } from './webhook-endpoint.entity.js';
import { clock } from '../../platform/database/clock.js';
import { WebhookSecrets } from './webhook-secrets.js';

export const WEBHOOK_FORMAT = 'webhook';

/** The event as the feed gives it, signed as Standard Webhooks 1.0.0 says, with each secret that works now. */
@Injectable()
export class WebhookFormat implements DeliveryFormat, OnModuleInit {
  readonly name = WEBHOOK_FORMAT;

  constructor(
    private readonly formats: DeliveryFormats,
    private readonly secrets: WebhookSecrets,
  ) {}

  onModuleInit(): void {
    this.formats.register(this);
  }

  async request(endpoint: WebhookEndpoint, event: ToldEvent): Promise<DeliveryRequest> {
    const body = JSON.stringify(event);
    const time = new Date(clock.now());
    const secrets = await this.secrets.signing(endpoint);
    const headers = {
      'Content-Type': 'application/json',
      'webhook-id': event.id,
      'webhook-timestamp': String(Math.floor(time.getTime() / 1_000)),
      'webhook-signature': secrets.map((secret) => new Webhook(secret).sign(event.id, time, body)).join(' '),
    };
    return { headers, body };
  }
}
