import { Injectable, type OnModuleInit } from '@nestjs/common';
import { SecurityEventTokensService } from '../security-events/security-event-tokens.service.js';
import { type DeliveryFormat, DeliveryFormats, type DeliveryRequest, type ToldEvent } from './delivery-format.js';
import type { WebhookEndpoint } from './webhook-endpoint.entity.js';

/** The event as a security event token, which is signed itself: push-based delivery (RFC 8935 §2.1). */
@Injectable()
export class SecurityEventFormat implements DeliveryFormat, OnModuleInit {
  readonly name = 'security-event-token';

  constructor(
    private readonly formats: DeliveryFormats,
    private readonly tokens: SecurityEventTokensService,
  ) {}

  onModuleInit(): void {
    this.formats.register(this);
  }

  async request(_endpoint: WebhookEndpoint, event: ToldEvent): Promise<DeliveryRequest | undefined> {
    const body = await this.tokens.token(event);
    if (body === undefined) return undefined;
    return { headers: { 'Content-Type': 'application/secevent+jwt', Accept: 'application/json' }, body };
  }
}
