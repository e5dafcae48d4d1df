import { beforeEach, describe, expect, test } from '@jest/globals';
import type { LookupAddress } from 'node:dns';
import { isIP } from 'node:net';
import { OPERATOR } from '../../src/events/actor.js';
import { Destinations } from '../../src/subscriptions/webhooks/destinations.js';
import { WebhooksService } from '../../src/subscriptions/webhooks/webhooks.service.js';
import { Muster } from '../support/muster.js';
import { WebhookReceiver } from '../support/webhook-receiver.js';
import { WebhookScene } from '../support/webhook-scene.js';

/** Only 127.0.0.1 may be reached, and not this one. */
const FORBIDDEN = '127.0.0.2';
const REFUSED = { status: null, error: 'No public address of the host answers' };
const scene = WebhookScene.ofFile();

let inside: WebhookReceiver;
beforeEach(async () => {
  inside = await scene.newReceiver(FORBIDDEN);
});

const sendTo = async (url: string) => {
  const { endpoint } = await scene.create();
  await scene.muster.rows('UPDATE webhook_endpoints SET url = ? WHERE id = ?', [url, endpoint.id]);
  return scene.webhooks.test(scene.organizationId, endpoint.id, OPERATOR);
};
/** Each look-up of a name has the next answer. */
const resolving = (...answers: string[][]) => {
  const left = [...answers];
  scene.muster.app.get(Destinations).resolve = (_name, callback) => {
    const addresses = left.shift()!.map((address): LookupAddress => ({ address, family: isIP(address) }));
    setImmediate(callback, null, addresses);
  };
  return left;
};

describe('An event goes to no address that is not public', () => {
  test.each(['10.0.0.1', '169.254.169.254', '[::1]', '[::ffff:10.0.0.1]', '[fd00:ec2::254]', '0x7f.2', '2130706434'])(
    'also when the URL in the table has it: %s',
    async (host) => {
      expect(await sendTo(`http://${host}/`)).toMatchObject(REFUSED);
    },
  );

  test.each([[[FORBIDDEN]], [['::1']], [['::ffff:127.0.0.2']], [['64:ff9b::7f00:2']], [[FORBIDDEN, '10.0.0.1']]])(
    'when a name has %j',
    async (addresses) => {
      resolving(addresses);
      expect(await sendTo(inside.urlOn('inside.example'))).toMatchObject(REFUSED);
      expect(inside.received).toEqual([]);
    },
  );

  test('and a test says the same of names that are unknown, that lead inside, and that refuse', async () => {
    const told = async (url: string) => {
      const begin = performance.now();
      const { status, error, answer, durationMs } = await sendTo(url);
      return { status, error, answer, durationMs, isPadded: performance.now() - begin >= durationMs };
    };
    resolving([FORBIDDEN]);
    const leadsInside = await told(inside.urlOn('inside.example'));
    expect(leadsInside).toMatchObject({ ...REFUSED, isPadded: true, durationMs: expect.any(Number) });
    expect(leadsInside.durationMs % 1_000).toBe(0);
    await inside.down();
    resolving(['127.0.0.1']);
    const refuses = await told('http://refuses.example:1/hook');
    scene.muster.app.get(Destinations).resolve = (_name, callback) =>
      setImmediate(callback, Object.assign(new Error('getaddrinfo ENOTFOUND'), { code: 'ENOTFOUND' }), []);
    const unknown = await told('http://unknown.example/hook');
    const log = await scene.muster.rows<{ error: string }>('SELECT error FROM webhook_deliveries WHERE status IS NULL');
    for (const { error, answer } of [refuses, unknown])
      expect([error, answer]).toEqual([REFUSED.error, leadsInside.answer]);
    expect(new Set(log.map(({ error }) => error)).size).toBe(1);
  });

  test('when a name had another address a moment ago', async () => {
    scene.receiver.answer = () => ({ status: 200, headers: { Connection: 'close' } });
    const left = resolving(['127.0.0.1'], [FORBIDDEN]);
    const url = scene.receiver.urlOn('rebinding.example');
    expect(await sendTo(url)).toMatchObject({ status: 200, error: null });
    expect(await sendTo(url)).toMatchObject(REFUSED);
    expect([left, scene.receiver.received.length, inside.received]).toEqual([[], 1, []]);
  });

  test('when a name has one that may be reached as well', async () => {
    resolving([FORBIDDEN, '127.0.0.1']);
    expect(await sendTo(scene.receiver.urlOn('both.example'))).toMatchObject({ status: 204 });
    expect([scene.receiver.received.length, inside.received]).toEqual([1, []]);
  });

  test.each([301, 302, 303, 307, 308])('when the answer is a redirect (%i)', async (status) => {
    scene.receiver.answer = () => ({ status, headers: { Location: inside.url } });
    const sent = await sendTo(scene.receiver.url);
    expect(sent).toMatchObject({ status, error: `It redirects with ${status}, which is not followed` });
    expect(inside.received).toEqual([]);
  });

  test('when the environment names a proxy', async () => {
    process.env['HTTP_PROXY'] = process.env['http_proxy'] = inside.url;
    try {
      expect(await sendTo(scene.receiver.url)).toMatchObject({ status: 204 });
      expect(inside.received).toEqual([]);
    } finally {
      delete process.env['HTTP_PROXY'];
      delete process.env['http_proxy'];
    }
  });
});

test('A server with nothing set sends by https alone, and to no address of its own machine', async () => {
  const muster = await Muster.start();
  try {
    const organizationId = await muster.newOrganization();
    const webhooks = muster.app.get(WebhooksService);
    const create = (url: string) => webhooks.create(organizationId, { label: '', url, types: null }, OPERATOR);
    await expect(create('http://example.com/')).rejects.toThrow('The URL has to begin with https://');
    await expect(create('https://127.0.0.1/')).rejects.toThrow('an address that is not public');
    const { endpoint } = await create('https://localhost:1/');
    expect(await webhooks.test(organizationId, endpoint.id, OPERATOR)).toMatchObject(REFUSED);
  } finally {
    await muster.stop();
  }
});
