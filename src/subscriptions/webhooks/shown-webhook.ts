import { shownUrl } from './destinations.js';
import type { WebhookDelivery } from './webhook-delivery.entity.js';
import type { WebhookEndpoint } from './webhook-endpoint.entity.js';
import { isoTime } from '../../platform/time.js';

export const WEBHOOK_COLUMNS = ['id', 'label', 'url', 'types', 'state', 'lastSequence', 'lastDelivered', 'lastError'];
export const DELIVERY_COLUMNS = ['id', 'time', 'sequence', 'attempt', 'status', 'durationMs', 'error', 'answer'];

/** A webhook as operators see it: without its secret, and without what may be one in its URL. */
export function shownWebhook(endpoint: WebhookEndpoint) {
  const { id, label, url, types, format, isEnabled, disabledBecause, lastSequence, attempts } = endpoint;
  return {
    id,
    label,
    url: shownUrl(url),
    types: types ?? 'all',
    format,
    state: stateOf(endpoint),
    disabledBecause,
    lastSequence,
    lastDelivered: isoTime(endpoint.lastDeliveredAt),
    failedAttempts: attempts,
    failingSince: isoTime(endpoint.failingSince),
    nextAttempt: isEnabled && attempts > 0 ? isoTime(endpoint.dueAt) : null,
    lastError: attempts > 0 ? endpoint.lastError : null,
    previousSecretUntil: isoTime(endpoint.previousSecretUntil),
    created: isoTime(endpoint.createdAt),
  };
}

export function shownDelivery(delivery: WebhookDelivery) {
  const { id, eventId, sequence, attempt, time: begin, durationMs, status, error, answer } = delivery;
  return { id, time: isoTime(begin), eventId, sequence, attempt, status, durationMs, error, answer };
}

function stateOf({ isEnabled, attempts }: WebhookEndpoint): 'enabled' | 'failing' | 'disabled' {
  if (!isEnabled) return 'disabled';
  return attempts > 0 ? 'failing' : 'enabled';
}
