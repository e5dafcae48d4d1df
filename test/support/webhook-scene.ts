import { afterAll, afterEach, beforeAll, beforeEach } from '@jest/globals';
import { Migrator } from '../../src/platform/database/migrator.js';
import { UnitOfWork } from '../../src/platform/database/unit-of-work.js';
import { OPERATOR } from '../../src/events/actor.js';
import type { CommitListener } from '../../src/events/committed-events.js';
import { EventsRepository } from '../../src/events/events.repository.js';
import { FeedService } from '../../src/subscriptions/feed/feed.service.js';
import { OrganizationsService } from '../../src/organizations/organizations.service.js';
import { DeliveryPace } from '../../src/subscriptions/webhooks/delivery-pace.js';
import { DeliveryOptions } from '../../src/subscriptions/webhooks/delivery-options.js';
import { EndpointDelivery } from '../../src/subscriptions/webhooks/endpoint-delivery.js';
import { WebhookAttempts } from '../../src/subscriptions/webhooks/webhook-attempts.js';
import { WebhookDeliveriesRepository } from '../../src/subscriptions/webhooks/webhook-deliveries.repository.js';
import type { WebhookEndpoint } from '../../src/subscriptions/webhooks/webhook-endpoint.entity.js';
import { WebhookEndpointsRepository } from '../../src/subscriptions/webhooks/webhook-endpoints.repository.js';
import { WebhookMail } from '../../src/subscriptions/webhooks/webhook-mail.js';
import { WebhookOutcomes } from '../../src/subscriptions/webhooks/webhook-outcomes.js';
import { WebhookResults } from '../../src/subscriptions/webhooks/webhook-results.js';
import { WebhookWorker } from '../../src/subscriptions/webhooks/webhook-worker.js';
import { type NewWebhook, WebhooksService } from '../../src/subscriptions/webhooks/webhooks.service.js';
import { Muster, type Tenant } from './muster.js';
import { WebhookReceiver } from './webhook-receiver.js';

export const ALLOWED = { WEBHOOKS_ALLOW_HTTP: 'true', WEBHOOKS_ALLOW_PRIVATE: '127.0.0.1/32' };
const QUICK = { pollInterval: 50, coalescing: 1, minBackoff: 5, maxBackoff: 40, grace: 50 };

/**
 * Muster without its own worker, an organization, and a receiver: workers are started by the tests. Made anew for each
 * test, but for Muster itself.
 */
export class WebhookScene {
  muster: Muster;
  tenant: Tenant;
  receiver: WebhookReceiver;
  /** What the clock of workers is ahead by, in milliseconds. */
  ahead: number;
  private readonly workers: WebhookWorker[] = [];
  /** Told of commits in the place of the worker that Muster has. */
  private readonly listeners: CommitListener[] = [];
  private readonly receivers: WebhookReceiver[] = [];

  /** The scene of a file of tests. */
  static ofFile(environment: Record<string, string> = ALLOWED): WebhookScene {
    const scene = new WebhookScene();
    beforeAll(async () => {
      scene.muster = await Muster.start(environment);
      const own = scene.muster.app.get(WebhookWorker);
      await own.onModuleDestroy();
      own.onCommit = (organizationId) => {
        for (const listener of scene.listeners) listener.onCommit(organizationId, []);
      };
    }, 60_000);
    afterAll(() => scene.muster.stop());
    beforeEach(async () => {
      scene.ahead = 0;
      scene.tenant = await scene.muster.newTenant();
      // The first use of a key is an event, too.
      await scene.tenant.get('/Users?count=0');
      scene.receiver = await scene.newReceiver();
    });
    afterEach(async () => {
      await Promise.all(scene.workers.splice(0).map((worker) => worker.onModuleDestroy()));
      await scene.muster.rows('DELETE FROM webhook_endpoints');
      await Promise.all(scene.receivers.splice(0).map((receiver) => receiver.down()));
    });
    return scene;
  }

  get webhooks(): WebhooksService {
    return this.muster.app.get(WebhooksService);
  }

  get organizationId(): string {
    return this.tenant.organizationId;
  }

  async newReceiver(host?: string): Promise<WebhookReceiver> {
    const receiver = await WebhookReceiver.start(host);
    this.receivers.push(receiver);
    return receiver;
  }

  startWorker(options: Partial<DeliveryOptions> = {}): WebhookWorker {
    const { app } = this.muster;
    const settings = new DeliveryOptions({ now: () => Date.now() + this.ahead, ...QUICK, ...options });
    const unitOfWork = app.get(UnitOfWork);
    const endpoints = app.get(WebhookEndpointsRepository);
    const outcomes = new WebhookOutcomes(
      unitOfWork,
      app.get(OrganizationsService),
      endpoints,
      app.get(WebhookDeliveriesRepository),
      app.get(EventsRepository),
      app.get(WebhookMail),
      settings,
    );
    const [feed, attempts, results] = [app.get(FeedService), app.get(WebhookAttempts), app.get(WebhookResults)];
    const pace = new DeliveryPace(settings);
    const delivery = new EndpointDelivery(unitOfWork, endpoints, feed, attempts, outcomes, results, pace, settings);
    const worker = new WebhookWorker(unitOfWork, app.get(Migrator), endpoints, delivery, settings);
    this.listeners.push(pace, worker);
    worker.onApplicationBootstrap();
    this.workers.push(worker);
    return worker;
  }

  /** An endpoint of the receiver. */
  create(webhook: Partial<NewWebhook> = {}): Promise<{ endpoint: WebhookEndpoint; secret: string }> {
    const { url } = this.receiver;
    return this.webhooks.create(this.organizationId, { label: 'HR app', types: null, url, ...webhook }, OPERATOR);
  }

  endpoint(id: string): Promise<WebhookEndpoint> {
    return this.webhooks.get(this.organizationId, id);
  }

  deliveries(id: string) {
    return this.webhooks.deliveries(this.organizationId, id, { limit: 1_000 });
  }

  /** The sequence number of the organization's last event. */
  lastSequence(): Promise<number> {
    const events = this.muster.app.get(EventsRepository);
    return this.muster.app.get(UnitOfWork).read((connection) => events.last(connection, this.organizationId));
  }
}

/** All whole numbers after one and up to another. */
export const between = (after: number, to: number) => Array.from({ length: to - after }, (_, n) => after + 1 + n);
