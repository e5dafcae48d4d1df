import { beforeAll, describe, expect, test } from '@jest/globals';
import { StreamOptions } from '../../src/subscriptions/feed/stream-options.js';
import { Application, type Told } from '../support/application.js';
import { blocksOf, ended, eventsOf, take } from '../support/event-stream.js';
import { withMuster, withTenant } from '../support/muster.js';

const muster = withMuster();
const tenant = withTenant(muster);
let application: Application;
beforeAll(async () => {
  // The first use of a key is an event, too.
  await tenant.get('/Users?count=0');
  application = await Application.of(muster, tenant.organizationId);
});

describe('The stream', () => {
  test('tells what the feed tells, then what comes, with sequence numbers as ids', async () => {
    const known = (await application.page()).events;
    const response = await application.stream();
    expect(response.headers.get('content-type')).toBe('text/event-stream; charset=utf-8');
    const stream = eventsOf<Told>(response);
    expect(await take(stream, known.length)).toMatchObject(known);
    const users = [await tenant.newUser(), await tenant.newUser()];
    const told = await take(stream, 2);
    expect(told.map(({ resourceId }) => resourceId)).toEqual(users.map(({ id }) => id));
    expect(told.map(({ lastEventId }) => lastEventId)).toEqual(told.map(({ sequence }) => String(sequence)));
    await stream.return();
  });

  test('tells everything once and in order while many write, over streams that break off', async () => {
    const after = await application.end();
    const told: number[] = [];
    const writing = Promise.all(Array.from({ length: 60 }, () => tenant.newUser()));
    while (told.length <= 50) {
      const stream = eventsOf<Told>(await application.stream('', { 'Last-Event-ID': String(told.at(-1) ?? after) }));
      for (const { sequence } of await take(stream, 7)) told.push(sequence);
      await stream.return();
    }
    await writing;
    const rest = eventsOf<Told>(await application.stream(`after=${told.at(-1)!}`));
    for (const { sequence } of await take(rest, 60 - told.length)) told.push(sequence);
    await rest.return();
    expect(told).toEqual(Array.from({ length: 60 }, (_, index) => after + 1 + index));
  });

  test('goes on after Last-Event-ID rather than after the URL, with the wanted types', async () => {
    const after = await application.end();
    await tenant.newUser();
    const { id } = await tenant.newGroup();
    await tenant.newUser();
    const headers = { 'Last-Event-ID': String(after) };
    const stream = eventsOf<Told>(await application.stream('after=0&types=group.*', headers));
    expect(await take(stream, 1)).toMatchObject([{ type: 'group.created', resourceId: id }]);
    await stream.return();
  });

  test('says when to come back, and that it lives while nothing happens', async () => {
    const options = muster.app.get(StreamOptions);
    options.heartbeat = 20;
    const stream = blocksOf(await application.stream(`after=${await application.end()}`));
    expect(await take(stream, 3)).toEqual([
      { retry: '5000', isComment: false },
      { isComment: true },
      { isComment: true },
    ]);
    await stream.return();
    options.heartbeat = new StreamOptions().heartbeat;
  });

  test('hears of what another process commits', async () => {
    const other = await muster.another();
    const stream = eventsOf<Told>(await application.stream(`after=${await application.end()}`));
    const { id } = await other.client(tenant.organizationId, tenant.key).newUser();
    expect(await take(stream, 1)).toMatchObject([{ resourceId: id }]);
    await stream.return();
    await other.stop();
  });

  test.each(['this process', 'another process'])('ends when its key is revoked by %s', async (who) => {
    const other = await muster.another();
    const revoked = await Application.of(muster, tenant.organizationId);
    const stream = eventsOf<Told>(await revoked.stream(`after=${await application.end()}`));
    await revoked.revoke(who === 'this process' ? muster : other);
    await ended(stream);
    expect((await revoked.stream()).status).toBe(401);
    await other.stop();
  });

  test.each([
    ['an event that is not there yet', 'after=999999', {}, 400],
    ['an id that is no number', '', { 'Last-Event-ID': 'x' }, 400],
    ['types that cannot be', 'types=*', {}, 400],
    ['who takes no stream', '', { Accept: 'application/json' }, 406],
  ])('refuses %s', async (_what, query, headers, status) => {
    const answer = await application.stream(query, headers);
    expect([answer.status, answer.headers.get('content-type')]).toEqual([
      status,
      expect.stringContaining('problem+json'),
    ]);
  });
});
