import type { EventDraft } from '../../events/event.js';

/** @param what happened to it, such as `created` @param data without secrets */
export function webhookEvent(what: string, id: string, data: object): EventDraft {
  return { type: `webhook.${what}`, resourceType: 'Webhook', resourceId: id, data };
}
