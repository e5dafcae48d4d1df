import { setTimeout as delay } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import { HIDES, isLegible } from '../../scim/attributes/visible-text.js';
import { clock } from '../../platform/database/clock.js';
import { KeyMail } from '../../messaging/admin-mail/key-mail.js';
import { newId } from '../../platform/ids/new-id.js';
import type { Transaction } from '../../platform/database/connection.js';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import type { Actor } from '../../events/actor.js';
import { EventsRepository } from '../../events/events.repository.js';
import { readTypes } from '../feed/event-types.js';
import { invalid, notFound, Problem } from '../../platform/http/problem.js';
import { OrganizationsService } from '../../organizations/organizations.service.js';
import { DeliveryFormats } from './delivery-format.js';
import { PATIENCE_MS } from './delivery-options.js';
import { AddressRefusedError, Destinations, shownUrl } from './destinations.js';
import { WebhookAttempts } from './webhook-attempts.js';
import type { WebhookDelivery } from './webhook-delivery.entity.js';
import { WebhookDeliveriesRepository } from './webhook-deliveries.repository.js';
import type { WebhookEndpoint } from './webhook-endpoint.entity.js';
import { type EndpointChange, WebhookEndpointsRepository } from './webhook-endpoints.repository.js';
import { webhookEvent } from './webhook-event.js';
import { WebhookSecrets } from './webhook-secrets.js';
import { WEBHOOK_FORMAT } from './webhook.format.js';
import { isoTime } from '../../platform/time.js';

const MAX_ENDPOINTS = 20;
const MAX_LABEL_LENGTH = 100;
const MAX_TYPES_LENGTH = 2_000;
/** What a test of a host that cannot be reached takes, or a multiple of it. */
const UNREACHED_MS = 1_000;
/** Longest time for which an old secret may go on signing. */
const MAX_OVERLAP_MS = 30 * 86_400_000;

export interface NewWebhook {
  readonly label: string;
  readonly url: string;
  /** `user.*,group.members_changed`; all when null. */
  readonly types: string | null;
  /** How events are written; as Standard Webhooks says when left out. */
  readonly format?: string;
}

/** The endpoints of an organization: made, changed, enabled, tried out. Those of others are unknown (Problem 404). */
@Injectable()
export class WebhooksService {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly organizations: OrganizationsService,
    private readonly endpoints: WebhookEndpointsRepository,
    private readonly deliveriesLog: WebhookDeliveriesRepository,
    private readonly events: EventsRepository,
    private readonly secrets: WebhookSecrets,
    private readonly destinations: Destinations,
    private readonly attempts: WebhookAttempts,
    private readonly formats: DeliveryFormats,
    private readonly mail: KeyMail,
  ) {}

  /** Events from now on are sent to it. @returns its secret, this once @throws OrganizationError, Problem */
  async create(
    organizationId: string,
    webhook: NewWebhook,
    actor: Actor,
  ): Promise<{ endpoint: WebhookEndpoint; secret: string }> {
    await this.organizations.get(organizationId);
    this.check(webhook);
    const endpoint = await this.unitOfWork.run(async (transaction) => {
      const id = newId();
      await this.tell(transaction, { organizationId, id }, actor, 'created', shown(webhook));
      if ((await this.endpoints.count(transaction, organizationId)) >= MAX_ENDPOINTS)
        throw new Problem(409, 'too_many', `An organization has at most ${MAX_ENDPOINTS} webhooks`);
      const lastSequence = await this.events.last(transaction, organizationId);
      const made = newEndpoint(organizationId, id, webhook, lastSequence);
      await this.endpoints.insert(transaction, made);
      await this.mail.made(transaction, 'webhook', mailed(made), actor);
      return made;
    });
    return { endpoint, secret: await this.secrets.current(endpoint) };
  }

  /** In the order of their creation. @throws OrganizationError */
  async list(organizationId: string): Promise<WebhookEndpoint[]> {
    await this.organizations.get(organizationId);
    return this.unitOfWork.read((connection) => this.endpoints.list(connection, organizationId));
  }

  async get(organizationId: string, id: string): Promise<WebhookEndpoint> {
    const endpoint = await this.unitOfWork.read((connection) =>
      this.endpoints.find(connection, { organizationId, id }),
    );
    if (!endpoint) throw notFound('webhook');
    return endpoint;
  }

  /** The next attempt goes by the change, and at once. */
  update(organizationId: string, id: string, change: EndpointChange, actor: Actor): Promise<WebhookEndpoint> {
    return this.changed(organizationId, id, async (transaction, endpoint) => {
      this.check({ ...endpoint, ...change });
      await this.endpoints.change(transaction, endpoint, change);
      await this.tell(transaction, endpoint, actor, 'updated', shown(change));
    });
  }

  /** @param overlap for how long the secret before goes on signing too, in milliseconds @returns the new one, this once */
  async rotateSecret(
    organizationId: string,
    id: string,
    overlap: number,
    actor: Actor,
  ): Promise<{ secret: string; previousUntil: number }> {
    if (overlap > MAX_OVERLAP_MS) throw invalid('The secret before can sign for 30 days at most');
    const previousUntil = clock.now() + overlap;
    const endpoint = await this.changed(organizationId, id, async (transaction, { secretVersion, ...ref }) => {
      await this.endpoints.setSecret(transaction, ref, secretVersion + 1, previousUntil);
      const data = { previousUntil: isoTime(previousUntil) };
      await this.tell(transaction, ref, actor, 'secret_rotated', data);
      await this.mail.made(transaction, 'webhook', mailed(ref), actor);
    });
    return { secret: await this.secrets.current(endpoint), previousUntil };
  }

  /** All that it has missed is sent to it. @param isSkipping unless that is to be left out */
  enable(organizationId: string, id: string, isSkipping: boolean, actor: Actor): Promise<WebhookEndpoint> {
    return this.changed(organizationId, id, async (transaction, endpoint) => {
      if (endpoint.isEnabled && !isSkipping) throw new Problem(409, 'enabled', 'The webhook is enabled already');
      await this.tell(
        transaction,
        endpoint,
        actor,
        'enabled',
        isSkipping ? { skippedFrom: endpoint.lastSequence + 1 } : {},
      );
      const last = isSkipping ? await this.events.last(transaction, organizationId) : undefined;
      await this.endpoints.enable(transaction, endpoint, last);
    });
  }

  disable(organizationId: string, id: string, actor: Actor): Promise<WebhookEndpoint> {
    return this.changed(organizationId, id, async (transaction, endpoint) => {
      if (!endpoint.isEnabled) throw new Problem(409, 'disabled', 'The webhook is disabled already');
      await this.endpoints.disable(transaction, endpoint, 'switched_off');
      await this.tell(transaction, endpoint, actor, 'disabled', { label: endpoint.label, because: 'switched_off' });
    });
  }

  /** Sends events again, or skips some. @param from the sequence number of the first that is sent next */
  replay(organizationId: string, id: string, from: number, actor: Actor): Promise<WebhookEndpoint> {
    return this.changed(organizationId, id, async (transaction, endpoint) => {
      const last = await this.events.last(transaction, organizationId);
      if (!Number.isSafeInteger(from) || from < 1 || from > last)
        throw invalid(`from has to be the sequence number of an event, from 1 to ${last}`);
      await this.endpoints.place(transaction, endpoint, from - 1);
      await this.tell(transaction, endpoint, actor, 'replayed', { from });
    });
  }

  async delete(organizationId: string, id: string, actor: Actor): Promise<void> {
    await this.unitOfWork.run(async (transaction) => {
      const endpoint = await this.locked(transaction, organizationId, id);
      await this.endpoints.delete(transaction, endpoint);
      await this.tell(transaction, endpoint, actor, 'deleted', { label: endpoint.label });
    });
  }

  /** Sends a `webhook.test` at once, signed like an event, also when the webhook is disabled. @returns what came of it @throws Problem */
  async test(organizationId: string, id: string, actor: Actor): Promise<WebhookDelivery> {
    const endpoint = await this.get(organizationId, id);
    const time = new Date(clock.now()).toISOString();
    const event = { ...webhookEvent('test', id, {}), id: newId(), organizationId, time, actor };
    const limits = { patience: PATIENCE_MS, stop: new AbortController().signal };
    const attempt = await this.attempts.make(endpoint, event, 1, limits);
    if (!attempt) throw invalid(`The format ${endpoint.format} has no word for a test`);
    const delivery = attempt.isUnreached ? await alike(attempt.delivery) : attempt.delivery;
    await this.unitOfWork.run(async (transaction) => {
      if (await this.endpoints.find(transaction, endpoint)) await this.deliveriesLog.insert(transaction, [delivery]);
    });
    return delivery;
  }

  /** What was delivered and what failed, newest first. @param before the id of the last one of the page before */
  async deliveries(
    organizationId: string,
    id: string,
    { before, limit }: { before?: string; limit: number },
  ): Promise<WebhookDelivery[]> {
    const endpoint = await this.get(organizationId, id);
    return this.unitOfWork.read((connection) => this.deliveriesLog.list(connection, endpoint, before, limit));
  }

  private check({ label, url, types, format = WEBHOOK_FORMAT }: NewWebhook): void {
    if (label.length > MAX_LABEL_LENGTH) throw invalid(`A label has at most ${MAX_LABEL_LENGTH} characters`);
    if (!isLegible(label)) throw invalid(`The label ${HIDES}`);
    if (types !== null && types.length > MAX_TYPES_LENGTH)
      throw invalid(`types has at most ${MAX_TYPES_LENGTH} characters`);
    readTypes(types ?? undefined);
    if (!this.formats.names.includes(format)) throw invalid(`format has to be one of ${this.formats.names.join(', ')}`);
    this.destinations.urlOf(url);
  }

  private changed(
    organizationId: string,
    id: string,
    work: (transaction: Transaction, endpoint: WebhookEndpoint) => Promise<void>,
  ): Promise<WebhookEndpoint> {
    return this.unitOfWork.run(async (transaction) => {
      const endpoint = await this.locked(transaction, organizationId, id);
      await work(transaction, endpoint);
      return (await this.endpoints.find(transaction, endpoint))!;
    });
  }

  private async locked(transaction: Transaction, organizationId: string, id: string): Promise<WebhookEndpoint> {
    const endpoint = await this.endpoints.lock(transaction, { organizationId, id });
    if (!endpoint) throw notFound('webhook');
    return endpoint;
  }

  private async tell(
    transaction: Transaction,
    { organizationId, id }: Pick<WebhookEndpoint, 'organizationId' | 'id'>,
    actor: Actor,
    what: string,
    data: object,
  ): Promise<void> {
    await this.events.append(transaction, { organizationId, actor }, [webhookEvent(what, id, data)]);
  }
}

/**
 * What an admin learns of a host that no connection was made to: the same, after the same time, whether its name is
 * unknown, leads to an address that is not public, or is refused there. Otherwise tests would tell which names exist inside.
 */
async function alike(delivery: WebhookDelivery): Promise<WebhookDelivery> {
  const durationMs = Math.ceil((delivery.durationMs + 1) / UNREACHED_MS) * UNREACHED_MS;
  await delay(durationMs - delivery.durationMs);
  return { ...delivery, durationMs, error: new AddressRefusedError().message };
}

/** As a mail on its secret calls it. */
function mailed({ organizationId, id, label, url }: Pick<WebhookEndpoint, 'organizationId' | 'id' | 'label' | 'url'>) {
  return { organizationId, id, label: label || shownUrl(url), expiresAt: null };
}

/** As events tell it. */
function shown({ url, ...others }: EndpointChange): object {
  return url === undefined ? others : { ...others, url: shownUrl(url) };
}

function newEndpoint(
  organizationId: string,
  id: string,
  { label, url, types, format = WEBHOOK_FORMAT }: NewWebhook,
  lastSequence: number,
): WebhookEndpoint {
  const createdAt = clock.now();
  return {
    organizationId,
    id,
    label,
    url,
    types,
    format,
    isEnabled: true,
    disabledBecause: null,
    secretVersion: 1,
    previousSecretUntil: null,
    createdAt,
    lastSequence,
    attempts: 0,
    failingSince: null,
    lastError: null,
    lastDeliveredAt: null,
    dueAt: createdAt,
    leasedBy: null,
  };
}
