import { expect, test } from '@jest/globals';
import { AuditRetention } from '../../src/history/audit/audit-retention.js';
import { OPERATOR } from '../../src/events/actor.js';
import { OrganizationsService } from '../../src/organizations/organizations.service.js';
import { until } from '../support/until.js';
import { WebhookScene } from '../support/webhook-scene.js';

const scene = WebhookScene.ofFile();
const DAY_MS = 86_400_000;

test('An application that was away longer than events are kept is told which it has missed, and then all others', async () => {
  const { app } = scene.muster;
  const { endpoint } = await scene.create();
  await scene.tenant.newUser();
  await app.get(OrganizationsService).changeSettings(scene.organizationId, { auditRetentionDays: 1 }, OPERATOR);
  const gone = await scene.lastSequence();
  await app.get(AuditRetention).trim(Date.now() + 3 * DAY_MS);
  scene.startWorker();
  await until(() => scene.receiver.ofType('webhook.skipped').length === 1);
  await scene.tenant.newUser();
  await until(() => scene.receiver.ofType('user.created').length === 1);
  expect(scene.receiver.received.map(({ event }) => event.type)).toEqual([
    'organization.audit_trimmed',
    'webhook.skipped',
    'user.created',
  ]);
  const [skipped] = scene.receiver.ofType('webhook.skipped');
  expect(skipped!.event.data).toEqual({ label: 'HR app', from: endpoint.lastSequence + 1, to: gone });
});
