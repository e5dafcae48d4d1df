import { afterEach, describe, expect, test } from '@jest/globals';
import { OPERATOR } from '../../src/events/actor.js';
import type { Mail } from '../../src/messaging/mail/mail.js';
import { MembersService } from '../../src/onboarding/members.service.js';
import { AdminsService } from '../../src/access/admins/admins.service.js';
import { Admin, PASSWORD, tokenIn } from '../support/admin.js';
import { ConsoleSetUp, linkIn } from '../support/console.js';
import { accepted, invitationOf, newCompany } from '../support/organization.js';
import type { ScimClient } from '../support/scim-client.js';
import { Person } from '../support/person.js';
import { WebhookReceiver } from '../support/webhook-receiver.js';

let scene: ConsoleSetUp;
afterEach(() => scene.stop());

const NO_CAP = { breakerMode: 'off' };
const recipients = async () => (await scene.operator.get(scene.base)).json.mailRecipients;
const textOf = (mail: { bodies: ReadonlyMap<string, string> }) => mail.bodies.get('text/plain')!;
/** Mails of a template that go out, or went, with when. */
const mailsOf = async (template: string) => {
  const rows = await scene.muster.rows<{ payload: string; dueAt: number; state: unknown }>(
    "SELECT payload, dueAt, state FROM outbox WHERE organizationId = ? AND state <> 'withdrawn' ORDER BY id",
    [scene.organizationId],
  );
  return rows
    .map(({ payload, dueAt, state }) => ({
      ...(JSON.parse(payload) as Mail),
      dueAt: Number(dueAt),
      state: String(state),
    }))
    .filter((mail) => mail.template === template);
};

const tripTheBreaker = async () => {
  const okta = await scene.provider({ breakerMode: 'hold', breakerPeople: 1, breakerPercent: null });
  for (let n = 0; n < 2; n += 1) {
    const { id } = await okta.newUser();
    await okta.patch(`/Users/${id}`, [{ op: 'replace', path: 'active', value: false }]);
  }
};

describe('In a set-up that was made in the console', () => {
  test('operators are written to when the breaker trips and the organization has no admin, with the way to decide', async () => {
    scene = await ConsoleSetUp.start();
    expect(await recipients()).toEqual([{ address: 'op@host.example', name: 'Op', kind: 'operator' }]);
    await tripTheBreaker();
    const mail = await scene.mailTo('op@host.example', /Removals of people are held/);
    expect(linkIn(textOf(mail))).toBe(`https://muster.example/#/o/${scene.organizationId}/settings`);
  });

  test('admin accounts of the organization are written to, and nobody of another one', async () => {
    scene = await ConsoleSetUp.start();
    const admin = await Admin.of(scene.muster, scene.organizationId);
    const other = await scene.operator.post('/organizations', { name: 'Globex' });
    const stranger = await Admin.of(scene.muster, other.json.id);
    expect(await recipients()).toEqual([{ address: admin.email, name: expect.any(String), kind: 'account' }]);
    await tripTheBreaker();
    await scene.mailTo(admin.email, /Removals of people are held/);
    const told = (await mailsOf('breaker-tripped')).map(({ to }) => to);
    expect(told).toEqual([admin.email]);
    expect(scene.mail.to(stranger.email)).toEqual([]);
  });

  test('an account whose invitation nobody has accepted is not written to', async () => {
    scene = await ConsoleSetUp.start();
    const body = { email: 'typo@wrong.example', name: 'Typo', organizationId: scene.organizationId };
    expect((await scene.operator.post('/admins', body)).status).toBe(201);
    expect(await recipients()).toMatchObject([{ kind: 'operator' }]);
  });

  test('somebody who has an account and is a confirmed admin gets one mail', async () => {
    scene = await ConsoleSetUp.start();
    const admin = await Admin.of(scene.muster, scene.organizationId);
    const address = admin.email.toUpperCase();
    const members = scene.muster.app.get(MembersService);
    const { id } = await members.makeAdmin(scene.organizationId, address, OPERATOR);
    const person = new Person(scene.muster.url, scene.organizationId);
    await person.accept(await invitationOf(scene.muster, scene.organizationId, id));
    expect(await recipients()).toEqual([{ address: admin.email, name: expect.any(String), kind: 'account' }]);
    await tripTheBreaker();
    await scene.mailTo(admin.email, /Removals of people are held/);
    expect(await mailsOf('breaker-tripped')).toHaveLength(1);
  });

  test('a webhook that is disabled is told to operators, with the way to it', async () => {
    const receiver = await WebhookReceiver.start();
    receiver.answer = () => ({ status: 410 });
    scene = await ConsoleSetUp.start({ WEBHOOKS_ALLOW_HTTP: 'true', WEBHOOKS_ALLOW_PRIVATE: '127.0.0.0/8' });
    await scene.operator.post(`${scene.base}/webhooks`, { url: receiver.url, label: 'HR' });
    await (await scene.provider()).newUser();
    const mail = await scene.mailTo('op@host.example', /has answered that it wants no more events/);
    expect(linkIn(textOf(mail))).toBe(`https://muster.example/#/o/${scene.organizationId}/webhooks`);
    await receiver.down();
  });
});

describe('Of people who have accepted and wait', () => {
  test('admins with an account hear at once of the first, and within an hour once of all who follow', async () => {
    scene = await ConsoleSetUp.start();
    const admin = await Admin.of(scene.muster, scene.organizationId);
    const okta = await scene.provider(NO_CAP);
    const first = await scene.accepted(okta);
    const mail = await scene.mailTo(admin.email, /waits to be confirmed/);
    expect(textOf(mail)).toContain(first.address);
    expect(linkIn(textOf(mail))).toBe(`https://muster.example/#/o/${scene.organizationId}/people`);
    for (let n = 0; n < 4; n += 1) await scene.accepted(okta);
    expect(await mailsOf('please-confirm')).toHaveLength(1);
    const [gathered, ...more] = await mailsOf('people-wait');
    expect(more).toEqual([]);
    expect(gathered).toMatchObject({ to: admin.email, state: 'waiting', values: { people: 5 } });
    expect(gathered!.dueAt).toBeGreaterThan(Date.now() + 50 * 60_000);
    expect(gathered!.dueAt).toBeLessThanOrEqual(Date.now() + 60 * 60_000);
  });

  test('the next mail goes out when the hour is over, and the one after it an hour later', async () => {
    scene = await ConsoleSetUp.start();
    const okta = await scene.provider(NO_CAP);
    await scene.accepted(okta);
    const past = async (minutes: number) =>
      scene.muster.rows('UPDATE organizations SET waitingToldAt = waitingToldAt - ?', [minutes * 60_000]);
    await past(50);
    await scene.accepted(okta);
    const [gathered] = await mailsOf('people-wait');
    expect(Math.round((gathered!.dueAt - Date.now()) / 60_000)).toBe(10);
    await past(20);
    await scene.muster.rows("UPDATE outbox SET state = 'sent' WHERE topic = 'waiting'");
    await scene.accepted(okta);
    const [, next] = await mailsOf('people-wait');
    expect(Math.round((next!.dueAt - Date.now()) / 60_000)).toBe(50);
    await past(200);
    await scene.accepted(okta);
    expect(await mailsOf('please-confirm')).toHaveLength(2);
  });

  test.each<[string, (okta: ScimClient, id: string) => Promise<unknown>]>([
    ['deactivated', (okta, id) => okta.patch(`/Users/${id}`, [{ op: 'replace', path: 'active', value: false }])],
    ['deleted', (okta, id) => okta.delete(`/Users/${id}`)],
  ])('a mail that has not gone out names nobody who was %s meanwhile', async (_what, leave) => {
    scene = await ConsoleSetUp.start();
    const okta = await scene.provider(NO_CAP);
    await scene.accepted(okta);
    const [gone, other] = [await scene.accepted(okta), await scene.accepted(okta)];
    const named = async () => (await mailsOf('people-wait')).map(({ values }) => values);
    expect(await named()).toMatchObject([{ people: 3 }]);
    await leave(okta, gone.id);
    const [mail, ...more] = await named();
    expect([mail, more]).toMatchObject([{ people: 2 }, []]);
    expect(JSON.stringify(mail)).toContain(other.address);
    expect(JSON.stringify(mail)).not.toContain(gone.address);
  });

  test('a new admin hears of those who wait also where an account has the address in other letters', async () => {
    scene = await ConsoleSetUp.start();
    await scene.accepted(await scene.provider(NO_CAP));
    const { organizationId, muster } = scene;
    const email = 'BOSS@acme.example';
    const { url } = await muster.app.get(AdminsService).invite({ email, name: 'Boss', organizationId }, OPERATOR);
    await new Admin(muster.url).post('/welcome', { token: tokenIn(url), name: 'Boss', password: PASSWORD });
    const told = async () => (await mailsOf('people-wait')).filter(({ to }) => to === email).length;
    const before = await told();
    const { id } = await muster.app.get(MembersService).makeAdmin(organizationId, 'boss@acme.example', OPERATOR);
    await new Person(muster.url, organizationId).accept(await invitationOf(muster, organizationId, id));
    expect([before, await told()]).toEqual([1, 2]);
  });

  test('nothing more is said once nobody waits', async () => {
    scene = await ConsoleSetUp.start();
    const company = await newCompany(scene.muster, { breakerMode: 'off' });
    const [one, two] = [await accepted(scene.muster, company), await accepted(scene.muster, company)];
    const states = () =>
      scene.muster.rows<{ state: unknown }>("SELECT state FROM outbox WHERE organizationId = ? AND topic = 'waiting'", [
        company.okta.organizationId,
      ]);
    await company.admin.confirm(one.id);
    expect((await states()).map(({ state }) => String(state))).toEqual(['waiting']);
    await company.admin.confirm(two.id);
    expect((await states()).map(({ state }) => String(state))).toEqual(['withdrawn']);
  });

  test('who accepted before there was an admin is announced to the first one who joins', async () => {
    scene = await ConsoleSetUp.start();
    const okta = await scene.provider(NO_CAP);
    const { address } = await scene.accepted(okta);
    await scene.mailTo('op@host.example', /waits to be confirmed/);
    const admin = await Admin.of(scene.muster, scene.organizationId);
    const mail = await scene.mailTo(admin.email, /wait for an admin/);
    expect(textOf(mail)).toContain(address);
    expect(mail.headers.get('subject')).toBe('Acme: one person waits to be confirmed');
    await admin.elsewhere();
    expect((await mailsOf('people-wait')).map(({ to }) => to)).toEqual([admin.email]);
  });

  test('the member who makes the key of the organization hears of those who came before', async () => {
    scene = await ConsoleSetUp.start();
    const okta = await scene.provider(NO_CAP);
    const { address } = await scene.accepted(okta);
    const members = scene.muster.app.get(MembersService);
    const { id } = await members.makeAdmin(scene.organizationId, 'boss@acme.example', OPERATOR);
    await new Person(scene.muster.url, scene.organizationId).accept(
      await invitationOf(scene.muster, scene.organizationId, id),
    );
    const mail = await scene.mailTo('boss@acme.example', /wait for an admin/);
    expect(textOf(mail)).toContain(address);
    expect(linkIn(textOf(mail))).toBe(`https://muster.example/people/${scene.organizationId}`);
  });
});

test('Without any admin at all, those who accept are announced to the first operator', async () => {
  scene = await ConsoleSetUp.start();
  await scene.muster.rows('DELETE FROM admins');
  const okta = await scene.muster.newTenant();
  const { id } = await okta.newUser({ userName: 'early@acme.example', displayName: 'Early' });
  await new Person(scene.muster.url, okta.organizationId).accept(
    await invitationOf(scene.muster, okta.organizationId, id),
  );
  expect(scene.mail.mails.filter(({ bodies }) => /waits? to be confirmed/.test(bodies.get('text/plain')!))).toEqual([]);
  const operator = await Admin.of(scene.muster, null);
  expect(textOf(await scene.mailTo(operator.email, /wait for an admin/))).toContain('Early (early@acme.example)');
});
