import { createHmac } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { clock } from '../../platform/database/clock.js';
import { SecretsService } from '../../platform/secrets/secrets.service.js';
import type { WebhookEndpoint } from './webhook-endpoint.entity.js';

const SECRET = 'webhooks';

/**
 * Secrets that sign what endpoints are sent, in the form of Standard Webhooks (`whsec_…`). They are made from a secret of
 * the server, and stand nowhere.
 */
@Injectable()
export class WebhookSecrets {
  constructor(private readonly secrets: SecretsService) {}

  async current({ organizationId, id, secretVersion }: WebhookEndpoint): Promise<string> {
    return secretOf(await this.secrets.get(SECRET), organizationId, id, secretVersion);
  }

  /** Those that sign now: the current one first, then the one before, for as long as it does. */
  async signing({ organizationId, id, secretVersion, previousSecretUntil }: WebhookEndpoint): Promise<string[]> {
    const secret = await this.secrets.get(SECRET);
    const hasPrevious = previousSecretUntil !== null && clock.now() < previousSecretUntil;
    const versions = hasPrevious ? [secretVersion, secretVersion - 1] : [secretVersion];
    return versions.map((version) => secretOf(secret, organizationId, id, version));
  }
}

function secretOf(secret: Buffer, organizationId: string, id: string, version: number): string {
  const bytes = createHmac('sha256', secret)
    .update(JSON.stringify([organizationId, id, version]))
    .digest();
  return `whsec_${bytes.toString('base64')}`;
}
