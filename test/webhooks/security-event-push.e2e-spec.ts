import { expect, test } from '@jest/globals';
import { OPERATOR } from '../../src/events/actor.js';
import { Application } from '../support/application.js';
import { completedOnce, LATER } from '../support/later.js';
import { TokenReceiver } from '../support/token-receiver.js';
import { until } from '../support/until.js';
import { WebhookScene } from '../support/webhook-scene.js';

const scene = WebhookScene.ofFile();
const FORMAT = 'security-event-token';

async function settled(id: string): Promise<void> {
  const last = await scene.lastSequence();
  await until(async () => (await scene.endpoint(id)).lastSequence === last);
}

test('A receiver of pushed tokens gets what polling gives, in order, and nothing of what SCIM has no word for', async () => {
  const receiver = new TokenReceiver(await Application.of(scene.muster, scene.organizationId));
  const { endpoint } = await scene.create({ format: FORMAT });
  scene.startWorker();
  scene.receiver.answer = () => ({ status: 202 });
  const { id } = await scene.tenant.newUser({ displayName: 'Ada' });
  await scene.tenant.patch(`/Users/${id}`, [{ op: 'replace', path: 'active', value: false }]);
  await scene.webhooks.update(scene.organizationId, endpoint.id, { label: 'no word of SCIM' }, OPERATOR);
  await scene.tenant.patch(`/Users/${id}`, [{ op: 'add', path: 'title', value: 'Countess' }], LATER);
  await completedOnce(receiver.application, 1);
  await scene.tenant.delete(`/Users/${id}`);
  await settled(endpoint.id);
  const all = await Promise.all(scene.receiver.received.map(({ body }) => receiver.verified(body)));
  // What was under way while the webhook was changed is told again.
  const pushed = [...new Map(all.map((claims) => [claims.jti, claims])).values()];
  expect(pushed).toEqual(await receiver.drain());
  expect(pushed.map(({ events }) => Object.keys(events)[0])).toEqual([
    'prov:create:full',
    'prov:patch:full',
    'prov:patch:full',
    'misc:asyncresp',
    'prov:delete',
  ]);
  expect(scene.receiver.received[0]!.headers).toMatchObject({
    'content-type': 'application/secevent+jwt',
    accept: 'application/json',
  });
  const statuses = (await scene.deliveries(endpoint.id)).map(({ status }) => status);
  expect(new Set(statuses)).toEqual(new Set([202]));
});

test('A token that the receiver refuses comes again, the same', async () => {
  const { endpoint } = await scene.create({ format: FORMAT });
  scene.startWorker();
  const answers = [{ status: 400, body: '{"err":"invalid_key"}' }, { status: 202 }];
  scene.receiver.answer = () => answers.shift()!;
  await scene.tenant.newUser();
  await settled(endpoint.id);
  const receiver = new TokenReceiver(await Application.of(scene.muster, scene.organizationId));
  const [first, again] = await Promise.all(scene.receiver.received.map(({ body }) => receiver.verified(body)));
  expect(again).toEqual(first);
});

test('There is no token to test with, and the operator is told', async () => {
  const { endpoint } = await scene.create({ format: FORMAT });
  await expect(scene.webhooks.test(scene.organizationId, endpoint.id, OPERATOR)).rejects.toThrow(/no word for a test/);
});
