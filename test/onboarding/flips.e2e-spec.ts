import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { OPERATOR } from '../../src/events/actor.js';
import type { Mail } from '../../src/messaging/mail/mail.js';
import { MembersService } from '../../src/onboarding/members.service.js';
import { ConsoleSetUp, linkIn } from '../support/console.js';
import { Person } from '../support/person.js';
import type { ScimClient } from '../support/scim-client.js';
import { until } from '../support/until.js';

const MINUTE_MS = 60_000;

let scene: ConsoleSetUp;
let okta: ScimClient;
beforeAll(async () => {
  scene = await ConsoleSetUp.start();
  okta = await scene.provider({ breakerMode: 'off' });
});
afterAll(() => scene.stop());

const textOf = (mail: { bodies: ReadonlyMap<string, string> }) => mail.bodies.get('text/plain')!;
const setActive = async (id: string, value: boolean) =>
  expect((await okta.patch(`/Users/${id}`, [{ op: 'replace', path: 'active', value }])).status).toBe(200);
const flip = async (id: string, times: number) => {
  for (let n = 0; n < times; n += 1) {
    await setActive(id, false);
    await setActive(id, true);
  }
};
/** Invitations of somebody that wait, with how long. */
const waiting = async (id: string) => {
  const rows = await scene.muster.rows<{ payload: string; dueAt: number }>(
    "SELECT payload, dueAt FROM outbox WHERE topic = ? AND state = 'waiting'",
    [`invitation:${id}`],
  );
  return rows.map(({ payload, dueAt }) => ({ ...(JSON.parse(payload) as Mail), in: Number(dueAt) - Date.now() }));
};
/** As if so much time had gone by since the last mail of somebody went out, which is on record a moment after it arrives. */
const later = async (id: string, milliseconds: number) => {
  const topic = `invitation:${id}`;
  const inState = (state: string) =>
    scene.muster.rows('SELECT id FROM outbox WHERE topic = ? AND state = ?', [topic, state]);
  await until(async () => (await inState('sent')).length > 0 && (await inState('waiting')).length === 0);
  await scene.muster.rows("UPDATE outbox SET sentAt = sentAt - ? WHERE topic = ? AND state = 'sent'", [
    milliseconds,
    topic,
  ]);
};
/** Lets go out what waits. */
const sendNow = (id: string) =>
  scene.muster.rows("UPDATE outbox SET dueAt = 1 WHERE topic = ? AND state = 'waiting'", [`invitation:${id}`]);

test('80 flips of active of somebody who was invited long ago send one mail, whose link is the one that works', async () => {
  const address = 'flip@acme.example';
  const { id } = await okta.newUser({ userName: address });
  const first = linkIn(textOf(await scene.mailTo(address, /Accept the invitation/)));
  await later(id, 60 * MINUTE_MS);
  await flip(id, 80);
  expect(scene.mail.to(address)).toHaveLength(1);
  const [mail, ...more] = await waiting(id);
  expect(more).toEqual([]);
  expect(mail!.in).toBeGreaterThan(5_000);
  expect(mail!.in).toBeLessThanOrEqual(15_000);
  await sendNow(id);
  await until(() => scene.mail.to(address).length === 2);
  const person = new Person(scene.muster.url, scene.organizationId);
  expect((await person.open(first)).status).toBe(410);
  expect((await person.accept(linkIn(textOf(scene.mail.to(address)[1]!)))).status).toBe(201);
});

test('somebody who got a mail a moment ago gets the next one ten minutes after it, not sooner', async () => {
  const address = 'soon@acme.example';
  const { id } = await okta.newUser({ userName: address });
  await scene.mailTo(address, /Accept the invitation/);
  await later(id, 4 * MINUTE_MS);
  await flip(id, 3);
  const [mail, ...more] = await waiting(id);
  expect([Math.round(mail!.in / MINUTE_MS), more]).toEqual([6, []]);
});

test('somebody who is taken away again gets nothing more, and no link works', async () => {
  const address = 'gone@acme.example';
  const { id } = await okta.newUser({ userName: address });
  const first = linkIn(textOf(await scene.mailTo(address, /Accept the invitation/)));
  await flip(id, 1);
  await setActive(id, false);
  expect(await waiting(id)).toEqual([]);
  const person = new Person(scene.muster.url, scene.organizationId);
  expect((await person.open(first)).status).toBe(410);
});

test('another address gets its mail at once, and what an admin sends again goes out at once', async () => {
  const [before, after] = ['before@acme.example', 'after@acme.example'];
  const { id } = await okta.newUser({ userName: 'mover', emails: [{ value: before, primary: true }] });
  await scene.mailTo(before, /Accept the invitation/);
  const move = [{ op: 'replace', path: 'emails', value: [{ value: after, primary: true }] }];
  await okta.patch(`/Users/${id}`, move);
  await scene.mailTo(after, /Accept the invitation/);
  await scene.muster.app.get(MembersService).resend(scene.organizationId, id, OPERATOR);
  await until(() => scene.mail.to(after).length === 2);
});
