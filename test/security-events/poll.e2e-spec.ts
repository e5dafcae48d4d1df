import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { operatorContext } from '../../src/tools/cli/operator-context.js';
import { MAX_WAITING } from '../../src/subscriptions/feed/arrivals.js';
import { UsersService } from '../../src/users/users.service.js';
import { Application, type Batch } from '../support/application.js';
import { Muster, type Tenant } from '../support/muster.js';
import { until } from '../support/until.js';

const USER = 'urn:ietf:params:scim:schemas:core:2.0:User';
const NOTHING = { sets: {}, moreAvailable: false };

let muster: Muster;
let tenant: Tenant;
let application: Application;
beforeAll(async () => {
  muster = await Muster.start();
});
beforeEach(async () => {
  tenant = await muster.newTenant();
  application = await Application.of(muster, tenant.organizationId);
});
afterAll(() => muster.stop());

/** `jti` of the tokens, in their order. */
const idsIn = ({ sets }: Batch) => Object.keys(sets);

async function newUsers(count: number): Promise<void> {
  const context = await operatorContext(muster.app, tenant.organizationId);
  const bodies = Array.from({ length: count }, (_, index) => ({ schemas: [USER], userName: `u${index}@example.com` }));
  await muster.app.get(UsersService).createAll(context, bodies);
}

/** Ids of the events, as the feed tells them. */
async function toldIds(): Promise<string[]> {
  const { events } = await application.page('types=user.*,group.*&limit=500');
  return events.map(({ id }) => id);
}

describe('A poll', () => {
  test('gives tokens in order, again until they are acknowledged, and never afterwards', async () => {
    await newUsers(5);
    const ids = await toldIds();
    const first = await application.poll({ maxEvents: 2 });
    expect([idsIn(first), first.moreAvailable]).toEqual([ids.slice(0, 2), true]);
    expect(idsIn(await application.poll({ maxEvents: 2 }))).toEqual(ids.slice(0, 2));
    expect(idsIn(await application.poll({ maxEvents: 3, ack: ids.slice(0, 2) }))).toEqual(ids.slice(2));
    expect(await application.poll({ ack: ids.slice(2) })).toEqual(NOTHING);
    await tenant.newUser();
    expect(idsIn(await application.poll({ ack: ids }))).toEqual((await toldIds()).slice(5));
  });

  test('keeps what was acknowledged before an earlier event', async () => {
    await newUsers(4);
    const [first, second, third, fourth] = await toldIds();
    expect(idsIn(await application.poll({ ack: [third, second, third] }))).toEqual([first, fourth]);
    expect(idsIn(await application.poll({ ack: [first] }))).toEqual([fourth]);
    expect(await application.poll({ ack: [fourth] })).toEqual(NOTHING);
    expect(await muster.rows('SELECT * FROM settled_security_events')).toEqual([]);
  });

  test('sends no token again that was refused', async () => {
    await newUsers(2);
    const [first, second] = await toldIds();
    const setErrs = { [first!]: { err: 'invalid_request', description: 'What is this?' } };
    expect(idsIn(await application.poll({ setErrs }))).toEqual([second]);
  });

  test('with maxEvents 0 only acknowledges', async () => {
    await newUsers(2);
    const [first, second] = await toldIds();
    expect(await application.poll({ maxEvents: 0, ack: [first] })).toEqual({ sets: {}, moreAvailable: true });
    expect(idsIn(await application.poll())).toEqual([second]);
    expect(await application.poll({ maxEvents: 0, ack: [second] })).toEqual(NOTHING);
  });

  test('knows what each application has acknowledged, and takes ids of its own organization only', async () => {
    await newUsers(2);
    const other = await Application.of(muster, tenant.organizationId);
    const elsewhere = await Application.of(muster, await muster.newOrganization());
    const ids = await toldIds();
    expect(await elsewhere.poll({ ack: ids })).toEqual(NOTHING);
    expect(await application.poll({ ack: ids })).toEqual(NOTHING);
    expect(idsIn(await other.poll({ ack: ['no id', "'", ids[0]!.toUpperCase()] }))).toEqual(ids);
  });

  test('tells no more than a window beyond an event that nobody acknowledges, and goes on once it is', async () => {
    await newUsers(1_050);
    const seen = new Set<string>();
    let first: string | undefined;
    for (let ack: string[] = []; ;) {
      const { sets } = await application.poll({ ack });
      first ??= Object.keys(sets)[0];
      ack = Object.keys(sets).filter((id) => id !== first);
      for (const id of ack) seen.add(id);
      if (ack.length === 0) break;
    }
    expect(seen.size).toBeGreaterThan(900);
    expect(seen.size).toBeLessThan(1_000);
    const settled = () => muster.rows('SELECT sequence FROM settled_security_events');
    expect(await settled()).toHaveLength(seen.size);
    const rest = await application.poll({ ack: [first!] });
    expect(idsIn(rest)).toHaveLength(1_049 - seen.size);
    expect(await settled()).toEqual([]);
  });

  test('reads the window alone, in its order, whatever the organization has', async () => {
    await newUsers(2_000);
    const statements = await muster.statements.recordedDuring(() => application.poll());
    const reading = statements.find(({ text }) => /FROM events.*settled_security_events/.test(text));
    const plan = JSON.stringify(await muster.planOf(reading!));
    expect(plan).toMatch(/PRIMARY|autoindex_events_1/);
    expect(plan).not.toMatch(/"key":"events_resource|INDEX events_resource|TEMP B-TREE|filesort/);
  });

  test('passes long stretches that SCIM has no word for', async () => {
    await newUsers(1);
    for (let count = 0; count < 3; count += 1) await muster.newKey(tenant.organizationId);
    const { id } = await tenant.newUser();
    const batch = await application.poll();
    expect(idsIn(batch)).toHaveLength(2);
    expect(JSON.stringify(decoded(Object.values(batch.sets)[1]!))).toContain(id);
  });

  test.each([
    ['ack', { ack: 'x' }],
    ['ack of no ids', { ack: [1] }],
    ['maxEvents', { maxEvents: -1 }],
    ['returnImmediately', { returnImmediately: 'yes' }],
    ['setErrs', { setErrs: [] }],
    ['setErrs without a code', { setErrs: { x: {} } }],
  ])('refuses a wrong %s', async (_what, body) => {
    const answer = await application.askPoll(body);
    expect([answer.status, answer.headers.get('content-type')]).toEqual([400, expect.stringContaining('problem+json')]);
  });

  test('refuses what is no JSON, and who has no key of the organization', async () => {
    expect((await application.askPoll({}, { 'Content-Type': 'text/plain' })).status).toBe(415);
    expect((await application.askPoll({}, { Authorization: `Bearer ${tenant.key}` })).status).toBe(401);
  });
});

describe('A poll that waits', () => {
  test('is answered when something is committed that SCIM has a word for, also by another process', async () => {
    const other = await muster.another();
    const answer = application.askPoll({});
    await muster.newKey(tenant.organizationId);
    await other.client(tenant.organizationId, tenant.key).newUser();
    expect(idsIn((await (await answer).json()) as Batch)).toEqual(await toldIds());
    await other.stop();
  });

  test('is refused when its key is revoked', async () => {
    const looks = () => muster.statements.all.filter((text) => text.includes('settled_security_events')).length;
    const before = looks();
    const answer = application.askPoll({});
    await until(() => looks() > before);
    await application.revoke();
    expect((await answer).status).toBe(401);
  });

  test('is one of a bounded number', async () => {
    const after = await application.end();
    const streams = await Promise.all(Array.from({ length: MAX_WAITING }, () => application.stream(`after=${after}`)));
    expect((await application.askPoll({})).status).toBe(503);
    expect(await application.poll()).toEqual(NOTHING);
    await Promise.all(streams.map(({ body }) => body!.cancel()));
  });

  test('is answered by a server that ends', async () => {
    const other = await Muster.start();
    const client = await Application.of(other, await other.newOrganization());
    const answer = client.askPoll({});
    await until(() => other.statements.all.some((text) => text.includes('settled_security_events')));
    await other.stop();
    expect(await (await answer).json()).toEqual(NOTHING);
  });
});

function decoded(token: string): unknown {
  return JSON.parse(Buffer.from(token.split('.')[1]!, 'base64url').toString());
}
