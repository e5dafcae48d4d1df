import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { expect, test } from '@jest/globals';
import { until } from '../support/until.js';
import { ALLOWED, between, WebhookScene } from '../support/webhook-scene.js';

const USERS = 300;
const KILLS = 6;
const scene = WebhookScene.ofFile();

async function started(): Promise<ChildProcess> {
  const { PATH = '', HOME = '' } = process.env;
  const env = { PATH, HOME, DATABASE_URL: scene.muster.database.url, LOG_LEVEL: 'silent', ...ALLOWED };
  const child = fork('test/support/webhook-worker.mjs', { env, execArgv: [] });
  await once(child, 'message');
  return child;
}

test('kill -9 of the worker, again and again, loses no event, keeps the order, and goes back only after a kill', async () => {
  const { endpoint } = await scene.create();
  for (let n = 0; n < USERS; n += 20) await Promise.all(Array.from({ length: 20 }, () => scene.tenant.newUser()));
  const last = await scene.lastSequence();
  let child: ChildProcess | undefined;
  try {
    for (let kills = 0; kills < KILLS; kills += 1) {
      child = await started();
      const enough = scene.receiver.received.length + 1 + Math.floor(Math.random() * 20);
      await until(() => scene.receiver.received.length >= enough);
      const gone = once(child, 'exit');
      child.kill('SIGKILL');
      await gone;
    }
    child = await started();
    await until(async () => (await scene.endpoint(endpoint.id)).lastSequence === last, 120_000);
  } finally {
    child?.kill('SIGKILL');
  }
  const { sequences } = scene.receiver;
  expect([...new Set(sequences)]).toEqual(between(endpoint.lastSequence, last));
  const stepsBack = sequences.filter((sequence, index) => index > 0 && sequence <= sequences[index - 1]!);
  expect(stepsBack.length).toBeLessThanOrEqual(KILLS);
}, 300_000);
