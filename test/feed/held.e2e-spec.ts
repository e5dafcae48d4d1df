import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { MAX_WAITING } from '../../src/subscriptions/feed/arrivals.js';
import { Shutdown } from '../../src/platform/observability/shutdown.js';
import { Application, type Page } from '../support/application.js';
import { Muster, type Tenant } from '../support/muster.js';
import { until } from '../support/until.js';

let muster: Muster;
let tenant: Tenant;
let application: Application;
beforeAll(async () => {
  muster = await Muster.start();
  tenant = await muster.newTenant();
  // The first use of a key is an event, too.
  await tenant.get('/Users?count=0');
  application = await Application.of(muster, tenant.organizationId);
});
afterAll(() => muster.stop());

/** Reads the end of one organization's sequence, and those of several at once. */
const ENDS = /^SELECT .* FROM [`"]event_sequences[`"](?!.* IN \()/;
const LOOK = /^SELECT .* FROM [`"]event_sequences[`"] .* IN \(/;

/** Asks without hanging up, and resolves once the answer is held. */
async function held(client: Application, query: string): Promise<{ answer: Promise<Response> }> {
  const isHeld = () => statementsOn(client.muster) > before;
  const before = statementsOn(client.muster);
  const answer = client.ask(query);
  await until(isHeld);
  return { answer };
}

/** How often events were looked for. */
function statementsOn({ statements }: Muster): number {
  return statements.all.filter((text) => ENDS.test(text)).length;
}

describe('A request that waits', () => {
  test('is held until something of the wanted types is committed', async () => {
    const after = await application.end();
    const { answer } = await held(application, `after=${after}&wait=30&types=user.created`);
    await tenant.newGroup();
    const { id } = await tenant.newUser();
    const { events } = (await (await answer).json()) as Page;
    expect(events).toMatchObject([{ type: 'user.created', resourceId: id }]);
  });

  test('hears of what another process commits', async () => {
    const other = await muster.another();
    const after = await application.end();
    const { answer } = await held(application, `after=${after}&wait=30`);
    const { id } = await other.client(tenant.organizationId, tenant.key).newUser();
    const { events } = (await (await answer).json()) as Page;
    expect(events).toMatchObject([{ resourceId: id }]);
    await other.stop();
  });

  test('is answered empty when the time is up', async () => {
    const after = await application.end();
    expect(await application.page(`after=${after}&wait=1`)).toEqual({ events: [], next: after, isEnd: true });
  });

  test.each(['this process', 'another process'])('is refused when its key is revoked by %s', async (who) => {
    const other = await muster.another();
    const revoked = await Application.of(muster, tenant.organizationId);
    const { answer } = await held(revoked, `after=${await application.end()}&wait=30`);
    await revoked.revoke(who === 'this process' ? muster : other);
    expect((await answer).status).toBe(401);
    await other.stop();
  });

  test('costs nothing but its part of one look a second for all that wait', async () => {
    const elsewhere = await Application.of(muster, await muster.newOrganization());
    const ends = [await application.end(), await elsewhere.end()];
    const looksIn = (texts: readonly string[]) => texts.filter((text) => LOOK.test(text));
    let quiet: readonly string[] = [];
    await muster.statements.during(async () => {
      const waiting = Array.from({ length: 20 }, (_, index) =>
        [application, elsewhere][index % 2]!.ask(`after=${ends[index % 2]}&wait=30`),
      );
      await until(() => statementsOn(muster) >= 2 * waiting.length);
      const start = muster.statements.all.length;
      await until(() => looksIn(muster.statements.all.slice(start)).length > 2);
      quiet = muster.statements.all.slice(start);
      await tenant.newUser();
      await elsewhere.revoke();
      await Promise.all(waiting);
    });
    expect(looksIn(quiet)[0]).toMatch(/IN \(\?, ?\?\)/);
    expect(quiet.filter((text) => /FROM [`"]?events\b/.test(text) || ENDS.test(text))).toEqual([]);
  });

  test('is one of a bounded number in an organization, and of no other', async () => {
    const after = await application.end();
    const hangUp = new AbortController();
    const { authorization: headers, base } = application;
    const refused: Response[] = [];
    const waiting = Array.from({ length: MAX_WAITING + 10 }, () =>
      fetch(`${base}/events?after=${after}&wait=30`, { headers, signal: hangUp.signal }).then(
        (answer) => refused.push(answer),
        () => 'hung up',
      ),
    );
    await until(() => refused.length === 10);
    expect(refused.map((answer) => [answer.status, answer.headers.get('retry-after')])).toEqual(
      refused.map(() => [503, '5']),
    );
    expect((await application.ask(`after=${after}`)).status).toBe(200);
    const elsewhere = await Application.of(muster, await muster.newOrganization());
    expect((await elsewhere.ask(`after=${await elsewhere.end()}&wait=1`)).status).toBe(200);
    hangUp.abort();
    await Promise.all(waiting);
    await until(async () => (await application.ask(`after=${after}&wait=1`)).status === 200);
  });
});

test.each(['is closed', 'is told to end'])('A server that %s answers the requests that wait', async (how) => {
  const other = await Muster.start();
  const client = await Application.of(other, await other.newOrganization());
  const next = await client.end();
  const { answer } = await held(client, `after=${next}&wait=30`);
  const stopped = how === 'is closed' ? other.stop() : undefined;
  if (!stopped) other.app.get(Shutdown).close();
  expect(await (await answer).json()).toEqual({ events: [], next, isEnd: true });
  await (stopped ?? other.stop());
});
