import { Injectable } from '@nestjs/common';
import type { ToldEvent } from './scim-event.js';
import { SecurityEventTokensService } from './security-event-tokens.service.js';

/** What is sent to a receiver. */
export interface PushRequest {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** Delivers events as security event tokens by push (RFC 8935 §2.1). */
@Injectable()
export class PushFormat {
  readonly name = 'security-event-token';

  constructor(private readonly tokens: SecurityEventTokensService) {}

  /** @returns undefined for an event that SCIM has no word for: nothing is to be sent, and it counts as delivered */
  async request(_endpoint: unknown, event: ToldEvent): Promise<PushRequest | undefined> {
    const body = await this.tokens.token(event);
    if (body === undefined) return undefined;
    return { headers: { 'Content-Type': 'application/secevent+jwt', Accept: 'application/json' }, body };
  }
}
