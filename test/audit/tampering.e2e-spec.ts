import { afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { AuditVerification } from '../../src/history/audit/audit-verification.js';
import type { Head } from '../../src/history/audit/chain-walk.js';
import { UnitOfWork } from '../../src/platform/database/unit-of-work.js';
import { storedEvents } from '../../src/events/chained-events.js';
import { BatchDigest, linkOf } from '../../src/events/event-chain.js';
import { withMuster, withTenant } from '../support/muster.js';

type Row = Record<string, unknown>;

const muster = withMuster();
const tenant = withTenant(muster);
/** What is stored before something is done to it. */
let events: Row[];
let sequences: Row[];
/** An event that is a link of its own. */
let target: number;

beforeAll(async () => {
  const { id } = await tenant.newUser();
  await tenant.patch(`/Users/${id}`, [{ op: 'replace', path: 'title', value: 'Engineer' }]);
  await tenant.newGroup({ members: [{ value: id }] });
  await tenant.newUser();
});

const ofTenant = (statement: string, parameters: unknown[] = []) =>
  muster.rows<Row>(statement, [...parameters, tenant.organizationId]);
const change = (column: string, value: unknown, sequence = target) =>
  muster.rows(`UPDATE events SET ${column} = ? WHERE organizationId = ? AND sequence = ?`, [
    value,
    tenant.organizationId,
    sequence,
  ]);
const remove = (sequence: number) =>
  ofTenant(`DELETE FROM events WHERE sequence = ? AND organizationId = ?`, [sequence]);
const insert = (table: string, row: Row) =>
  muster.rows(
    `INSERT INTO ${table} (${Object.keys(row).join()}) VALUES (${Object.keys(row)
      .map(() => '?')
      .join()})`,
    Object.values(row),
  );
const verify = (expected?: Head) => muster.app.get(AuditVerification).verify(tenant.organizationId, { expected });
const faultAt = async () => (await verify()).fault?.sequence;

beforeEach(async () => {
  events = await ofTenant('SELECT * FROM events WHERE organizationId = ? ORDER BY sequence');
  sequences = await ofTenant('SELECT * FROM event_sequences WHERE organizationId = ?');
  target = Number(events.find(({ type }) => String(type) === 'user.updated')!['sequence']);
  expect(await faultAt()).toBeUndefined();
});
afterEach(async () => {
  await ofTenant('DELETE FROM events WHERE organizationId = ?');
  await ofTenant('DELETE FROM event_sequences WHERE organizationId = ?');
  for (const row of sequences) await insert('event_sequences', row);
  for (const row of events) await insert('events', row);
});

describe('Behind the server’s back', () => {
  test.each<[string, unknown]>([
    ['id', '0192f0c1-2d3e-7f40-8a51-0123456789ab'],
    ['time', 1],
    ['type', 'user.created'],
    ['actor', '{"kind":"operator"}'],
    ['requestId', null],
    ['resourceType', 'Group'],
    ['resourceId', 'somebody-else'],
    ['data', '{}'],
    ['hash', 'a'.repeat(64)],
    ['hash', null],
  ])('a change of %s to %j is found', async (column, value) => {
    await change(column, value);
    expect(await faultAt()).toBe(target);
  });

  test('a change of a letter from small to capital is found', async () => {
    const [{ data }] = events.filter(({ sequence }) => Number(sequence) === target) as [{ data: string }];
    await change('data', data.replace('Engineer', 'engineer'));
    expect(await faultAt()).toBe(target);
  });

  test('a changed event whose own hash is made anew breaks the next one', async () => {
    const { hash: before } = events[target - 2]!;
    await change('data', '{}');
    const [forged] = await muster.app
      .get(UnitOfWork)
      .read((connection) => storedEvents(connection, tenant.organizationId, target - 1, target, 1));
    await change('hash', linkOf(String(before), target, new BatchDigest().add(forged!).value()));
    expect(await faultAt()).toBe(target + 1);
  });

  test('the removal of an event is found, the first and the last included', async () => {
    for (const sequence of [1, target, events.length]) {
      await remove(sequence);
      expect((await verify()).fault).toEqual({ sequence, detail: 'It is missing' });
      await insert('events', events[sequence - 1]!);
    }
  });

  test('a last event that no link proves is found, though the link before it is noted as the last one', async () => {
    const last = events.length;
    await change('data', '{}', last);
    await change('hash', null, last);
    await ofTenant('UPDATE event_sequences SET lastHash = ? WHERE organizationId = ?', [
      String(events.at(-2)!['hash']),
    ]);
    expect((await verify()).fault).toEqual({ sequence: last, detail: 'No link follows' });
  });

  test('the removal of all of them is found', async () => {
    await ofTenant('DELETE FROM events WHERE organizationId = ?');
    expect(await faultAt()).toBe(1);
  });

  test('two events that have changed places are found', async () => {
    const [one, other] = [events[target - 1]!, events[target]!];
    await remove(target);
    await remove(target + 1);
    await insert('events', { ...one, sequence: target + 1 });
    await insert('events', { ...other, sequence: target });
    expect(await faultAt()).toBe(target);
  });

  test('an event that was put in is found', async () => {
    await ofTenant('UPDATE event_sequences SET lastSequence = lastSequence + 1 WHERE organizationId = ?');
    await insert('events', { ...events.at(-1)!, sequence: events.length + 1 });
    expect(await faultAt()).toBe(events.length + 1);
  });

  test.each<[string, string, () => number]>([
    ['the last link that is noted', `lastHash = '${'b'.repeat(64)}'`, () => events.length],
    [
      'a last event that is noted before the end, with the hash of the end',
      'lastSequence = lastSequence - 1',
      () => events.length - 1,
    ],
    ['a last event that is noted behind the end', 'lastSequence = lastSequence + 1', () => events.length + 1],
    ['the hash that the chain begins with', `anchorHash = '${'b'.repeat(64)}'`, () => 1],
  ])('another value of %s is found', async (_what, assignment, sequence) => {
    await ofTenant(`UPDATE event_sequences SET ${assignment} WHERE organizationId = ?`);
    expect(await faultAt()).toBe(sequence());
  });

  test('a last event that was changed, with its own hash made anew, is found by the link that is noted', async () => {
    const last = events.length;
    const before = String(events.at(-2)!['hash']);
    await change('data', '{}', last);
    const [forged] = await muster.app
      .get(UnitOfWork)
      .read((connection) => storedEvents(connection, tenant.organizationId, last - 1, last, 1));
    await change('hash', linkOf(before, last, new BatchDigest().add(forged!).value()), last);
    expect(await faultAt()).toBe(last);
  });

  test('a beginning that was cut off is found, though the chain begins after it', async () => {
    const { hash } = events[target - 1]!;
    await ofTenant('DELETE FROM events WHERE sequence <= ? AND organizationId = ?', [target]);
    await ofTenant('UPDATE event_sequences SET anchorSequence = ?, anchorHash = ? WHERE organizationId = ?', [
      target,
      String(hash),
    ]);
    expect(await faultAt()).toBe(target);
  });
});

describe('A head that was noted elsewhere', () => {
  const noted = () => ({ sequence: target, hash: String(events[target - 1]!['hash']) });

  test('is confirmed as long as nothing up to it has changed', async () => {
    const { head } = await verify();
    await tenant.newUser();
    expect((await verify(head)).fault).toBeUndefined();
    expect((await verify(noted())).fault).toBeUndefined();
    expect((await verify({ ...head, hash: 'c'.repeat(64) })).fault?.sequence).toBe(head.sequence);
    events = await ofTenant('SELECT * FROM events WHERE organizationId = ? ORDER BY sequence');
    sequences = await ofTenant('SELECT * FROM event_sequences WHERE organizationId = ?');
  });

  test('from before the beginning of what is kept cannot be compared, and that is said', async () => {
    const { hash } = events[target - 1]!;
    await ofTenant('UPDATE event_sequences SET anchorSequence = ?, anchorHash = ? WHERE organizationId = ?', [
      target,
      String(hash),
    ]);
    const { fault } = await verify({ sequence: 1, hash: String(events[0]!['hash']) });
    expect(fault).toEqual({ sequence: 1, detail: expect.stringContaining('cannot be compared') });
  });

  test('proves that the end was cut off, which the chain alone does not', async () => {
    const { head } = await verify();
    await ofTenant('DELETE FROM events WHERE sequence > ? AND organizationId = ?', [target]);
    await ofTenant('UPDATE event_sequences SET lastSequence = ?, lastHash = ? WHERE organizationId = ?', [
      target,
      noted().hash,
    ]);
    expect(await faultAt()).toBeUndefined();
    expect((await verify(head)).fault?.sequence).toBe(head.sequence);
  });
});
