import { beforeEach, describe, expect, test } from '@jest/globals';
import { firstBrokenEntry, type KeyLogEntry } from '../../src/onboarding/keys/key-log.js';
import { KeyRotationRetention } from '../../src/onboarding/rotation/key-rotation-retention.js';
import { eventsOf } from '../support/breaker.js';
import { withMuster } from '../support/muster.js';
import { accepted, assigned, type Company, confirmed, newCompany } from '../support/organization.js';
import { type Person, sha256 } from '../support/person.js';
import { anyKeyFor, BegunRotation, manyConfirmed, newRecipient, PAGE, wrappedForAll } from '../support/rotations.js';

const muster = withMuster();
let company: Company;
let organizationId: string;
let admin: Person;
beforeEach(async () => {
  company = await newCompany(muster);
  ({ admin } = company);
  ({ organizationId } = company.okta);
});

/** What the organization and its members have of its key. */
const state = async () =>
  JSON.stringify([
    await muster.rows('SELECT version, recipient FROM organization_keys WHERE organizationId = ?', [organizationId]),
    await muster.rows(
      'SELECT userId, wrappedKey, keyVersion FROM member_keys WHERE organizationId = ? ORDER BY userId',
      [organizationId],
    ),
    await muster.rows('SELECT sequence FROM key_log WHERE organizationId = ?', [organizationId]),
    await muster.rows('SELECT lastSequence FROM event_sequences WHERE organizationId = ?', [organizationId]),
  ]);
/** Ids of the members for whom keys wait. */
const waiting = async () =>
  (
    await muster.rows<{ userId: string }>(
      'SELECT userId FROM key_rotation_keys WHERE organizationId = ? ORDER BY userId',
      [organizationId],
    )
  ).map(({ userId }) => userId);
const versions = async () => {
  const rows = await muster.rows<{ keyVersion: number | null; members: number }>(
    'SELECT keyVersion, COUNT(*) AS members FROM member_keys WHERE organizationId = ? GROUP BY keyVersion',
    [organizationId],
  );
  return Object.fromEntries(rows.map(({ keyVersion, members }) => [String(keyVersion), Number(members)]));
};
const wholeLog = async () => {
  const all: KeyLogEntry[] = [];
  for (let isEnd = false; !isEnd;) {
    const { json } = await admin.get(`/key-log?after=${all.length}`);
    all.push(...json.entries);
    ({ isEnd } = json);
  }
  return all;
};
const setActive = (id: string, value: boolean) =>
  company.okta.patch(`/Users/${id}`, [{ op: 'replace', path: 'active', value }]);
const anotherAdmin = async () => {
  const { id, person } = await confirmed(muster, company);
  await muster.rows('UPDATE users SET isAdmin = 1 WHERE id = ?', [id]);
  return person;
};
const sorted = (ids: readonly string[]) => ids.toSorted();

describe('A rotation in pages', () => {
  test('changes nothing for anybody before it is completed, and everybody’s key at once then', async () => {
    const { person } = await confirmed(muster, company);
    const real = await wrappedForAll(admin);
    const many = await manyConfirmed(muster, company, 2 * PAGE + 200);
    const before = await state();
    const rotation = await BegunRotation.of(admin);
    const all = [...many, ...real];
    for (let start = 0; start < all.length; start += PAGE) {
      expect(await rotation.add(all.slice(start, start + PAGE))).toMatchObject({ status: 204 });
      expect(await state()).toBe(before);
    }
    expect(await person.opensKey()).toBe(true);
    expect(await rotation.complete()).toMatchObject({
      status: 200,
      json: { keyVersion: 2, recipient: rotation.recipient },
    });
    expect(await versions()).toEqual({ 2: all.length });
    expect((await person.get('/me/key')).json).toMatchObject({
      keyVersion: 2,
      organizationRecipient: rotation.recipient,
      wrappedKey: real.find(({ recipientHash }) => recipientHash === sha256(person.recipient))!.wrappedKey,
    });
    expect(await waiting()).toEqual([]);
  });

  test('is in the key log and among the events as one in one request is', async () => {
    const [own] = await wrappedForAll(admin);
    const many = await manyConfirmed(muster, company, PAGE);
    const before = (await wholeLog()).length;
    const rotation = await BegunRotation.of(admin);
    await rotation.add(many);
    await rotation.add([own]);
    expect((await rotation.complete()).status).toBe(200);
    const log = await wholeLog();
    expect(firstBrokenEntry(organizationId, log)).toBeUndefined();
    const [first, ...more] = log.slice(before);
    expect(first).toMatchObject({
      kind: 'organization_key.rotated',
      userId: company.adminId,
      recipient: rotation.recipient,
      keyVersion: 2,
    });
    expect(new Set(more.map(({ kind, keyVersion }) => `${kind} ${keyVersion}`))).toEqual(
      new Set(['member_key.wrapped 2']),
    );
    expect(sorted(more.map(({ userId }) => userId))).toEqual(sorted([company.adminId, ...many.map(({ id }) => id)]));
    for (const { userId, recipient } of more)
      expect(sha256(recipient)).toBe([own!, ...many].find(({ id }) => id === userId)!.recipientHash);
    expect(await eventsOf(muster, organizationId, 'organization.key_rotated')).toEqual([
      {
        type: 'organization.key_rotated',
        resourceId: organizationId,
        actor: expect.objectContaining({ id: company.adminId }),
        data: { keyVersion: 2, recipient: rotation.recipient, members: PAGE + 1 },
      },
    ]);
  });

  test('that was broken off goes on where it was: it is told whose keys are missing, and pages may come twice', async () => {
    const real = await wrappedForAll(admin);
    const all = [...(await manyConfirmed(muster, company, PAGE + 10)), ...real];
    const rotation = await BegunRotation.of(admin);
    await rotation.add(all.slice(0, PAGE));
    const before = await state();
    const { status, json } = await rotation.complete();
    expect([status, json.reason, json.others]).toEqual([409, 'incomplete', []]);
    expect(sorted(json.missing)).toEqual(sorted(all.slice(PAGE).map(({ id }) => id)));
    expect(await state()).toBe(before);
    for (let time = 0; time < 2; time += 1) expect((await rotation.add(all.slice(0, PAGE))).status).toBe(204);
    expect((await rotation.add(all.filter(({ id }) => json.missing.includes(id)))).status).toBe(204);
    expect((await rotation.complete()).status).toBe(200);
    expect(await versions()).toEqual({ 2: all.length });
  });

  test('names a thousand of those whose keys are missing', async () => {
    await manyConfirmed(muster, company, 1_200);
    const { json } = await (await BegunRotation.of(admin)).complete();
    expect([json.reason, json.missing.length]).toEqual(['incomplete', 1_000]);
  });

  test('keeps the last key that came for a member', async () => {
    const rotation = await BegunRotation.of(admin);
    const [own] = await wrappedForAll(admin);
    await rotation.add([anyKeyFor(own!.id, own!.recipientHash)]);
    await rotation.add([own]);
    await rotation.complete();
    expect((await admin.get('/me/key')).json).toMatchObject({ keyVersion: 2, wrappedKey: own!.wrappedKey });
  });

  test('is answered the same when its completion is sent again, and takes no more keys', async () => {
    const rotation = await BegunRotation.of(admin);
    const all = await wrappedForAll(admin);
    await rotation.add(all);
    const first = await rotation.complete();
    const after = await state();
    expect(await rotation.complete()).toEqual(first);
    expect(await rotation.add(all)).toMatchObject({ status: 409, json: { reason: 'key_rotated' } });
    expect(await state()).toBe(after);
  });

  test('that is completed twice at the same time is one rotation', async () => {
    await confirmed(muster, company);
    const rotation = await BegunRotation.of(admin);
    await rotation.add(await wrappedForAll(admin));
    const answers = await Promise.all([rotation.complete(), rotation.complete(), rotation.complete()]);
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200]);
    expect((await admin.get('/me/key')).json.keyVersion).toBe(2);
    expect(await eventsOf(muster, organizationId, 'organization.key_rotated')).toHaveLength(1);
  });
});

describe('Between the pages of a rotation and its completion', () => {
  test('somebody who is confirmed has to be given the key as well', async () => {
    const rotation = await BegunRotation.of(admin);
    await rotation.add(await wrappedForAll(admin));
    const { id, person } = await confirmed(muster, company);
    expect(await rotation.complete()).toMatchObject({ status: 409, json: { reason: 'incomplete', missing: [id] } });
    expect((await person.get('/me/key')).json.keyVersion).toBe(1);
    const late = (await wrappedForAll(admin)).filter((each) => each.id === id);
    expect((await rotation.add(late)).status).toBe(204);
    expect((await rotation.complete()).status).toBe(200);
    expect((await person.get('/me/key')).json).toMatchObject({ keyVersion: 2, wrappedKey: late[0]!.wrappedKey });
  });

  test.each<[string, (id: string) => Promise<unknown>]>([
    ['revoked', (id) => setActive(id, false)],
    ['removed', (id) => company.okta.delete(`/Users/${id}`)],
  ])('somebody who is %s does not get the key, and keeps nobody waiting', async (what, take) => {
    const { id, person } = await confirmed(muster, company);
    const rotation = await BegunRotation.of(admin);
    await rotation.add(await wrappedForAll(admin));
    await take(id);
    expect(await rotation.complete()).toMatchObject({ status: 200 });
    const [event] = await eventsOf(muster, organizationId, 'organization.key_rotated');
    expect(event!.data).toMatchObject({ members: 1 });
    expect(await waiting()).toEqual([]);
    expect(await versions()).toEqual(what === 'revoked' ? { 2: 1, null: 1 } : { 2: 1 });
    if (what === 'removed') return;
    await setActive(id, true);
    await person.signIn();
    expect(await person.get('/me/key')).toMatchObject({ status: 403, json: { reason: 'not_confirmed' } });
  });

  test('somebody who has another key by then is given it for that one', async () => {
    const { id, person } = await confirmed(muster, company);
    const rotation = await BegunRotation.of(admin);
    await rotation.add(await wrappedForAll(admin));
    const replaces = person.recipient;
    expect((await person.send('PUT', '/me/key', { ...(await person.newKey()), replaces })).status).toBe(200);
    expect((await admin.confirm(id)).status).toBe(200);
    expect(await rotation.complete()).toMatchObject({ status: 409, json: { reason: 'incomplete', missing: [id] } });
    const late = (await wrappedForAll(admin)).filter((each) => each.id === id);
    await rotation.add(late);
    expect((await rotation.complete()).status).toBe(200);
    expect((await person.get('/me/key')).json).toMatchObject({ keyVersion: 2, wrappedKey: late[0]!.wrappedKey });
    expect(await versions()).toEqual({ 2: 2 });
  });

  test('another admin who has changed the key in one request comes first', async () => {
    const other = await anotherAdmin();
    const rotation = await BegunRotation.of(admin);
    await rotation.add(await wrappedForAll(admin));
    const recipient = await newRecipient();
    const wrappedKeys = await wrappedForAll(admin);
    expect((await other.post('/key-rotations', { recipient, keyVersion: 2, wrappedKeys })).status).toBe(200);
    const after = await state();
    expect((await rotation.add(wrappedKeys)).status).toBe(404);
    expect((await rotation.complete()).status).toBe(404);
    expect(await state()).toBe(after);
    expect((await admin.get('/me/key')).json.organizationRecipient).toBe(recipient);
  });

  test('an admin who is none any more completes nothing', async () => {
    const other = await anotherAdmin();
    const rotation = await BegunRotation.of(other);
    await rotation.add(await wrappedForAll(admin));
    await muster.rows('UPDATE users SET isAdmin = 0 WHERE organizationId = ? AND id <> ?', [
      organizationId,
      company.adminId,
    ]);
    const before = await state();
    expect(await rotation.complete()).toMatchObject({ status: 403, json: { reason: 'not_admin' } });
    expect(await state()).toBe(before);
  });
});

describe('An organization has one rotation under way:', () => {
  test('who begins another one takes its place, whichever admin it is', async () => {
    const other = await anotherAdmin();
    const all = await wrappedForAll(admin);
    const first = await BegunRotation.of(admin);
    await first.add(all);
    const second = await BegunRotation.of(other);
    expect(await first.add(all)).toMatchObject({ status: 404, json: { reason: 'unknown' } });
    expect(await first.complete()).toMatchObject({ status: 404, json: { reason: 'unknown' } });
    expect(await second.complete()).toMatchObject({ status: 409, json: { reason: 'incomplete' } });
    await second.add(all);
    expect(await second.complete()).toMatchObject({ status: 200, json: { recipient: second.recipient } });
  });

  test('of several that begin at the same time', async () => {
    const admins = [admin, await anotherAdmin(), await anotherAdmin()];
    const all = await wrappedForAll(admin);
    const rotations = await Promise.all(admins.map((each) => BegunRotation.of(each)));
    const answers = await Promise.all(rotations.map((rotation) => rotation.add(all)));
    expect(answers.map(({ status }) => status).toSorted()).toEqual([204, 404, 404]);
    const completions = await Promise.all(rotations.map((rotation) => rotation.complete()));
    expect(completions.map(({ status }) => status).toSorted()).toEqual([200, 404, 404]);
  });

  test('another admin adds nothing to it, and does not complete it', async () => {
    const other = await anotherAdmin();
    const all = await wrappedForAll(admin);
    const rotation = await BegunRotation.of(admin);
    expect((await rotation.add(all, other)).status).toBe(404);
    expect(await waiting()).toEqual([]);
    await rotation.add(all);
    expect((await rotation.complete(other)).status).toBe(404);
    expect((await rotation.complete()).status).toBe(200);
  });

  test('keys that come while it is completed are in it, or are refused', async () => {
    await confirmed(muster, company);
    const all = await wrappedForAll(admin);
    const rotation = await BegunRotation.of(admin);
    await rotation.add(all);
    const [page, completion] = await Promise.all([rotation.add(all), rotation.complete()]);
    expect([204, 409]).toContain(page.status);
    expect(completion.status).toBe(200);
    expect(await versions()).toEqual({ 2: all.length });
    expect(await waiting()).toEqual([]);
  });
});

describe('The rotation of another organization', () => {
  test('is one that nobody knows, to add to and to complete', async () => {
    const theirs = await newCompany(muster);
    const rotation = await BegunRotation.of(theirs.admin);
    await rotation.add(await wrappedForAll(theirs.admin));
    const all = await wrappedForAll(admin);
    const before = await state();
    const nothing = await admin.post('/key-rotations/0192f0c1-2d3e-7f40-8a51-0123456789ab/completion');
    expect(nothing).toMatchObject({ status: 404, json: { reason: 'unknown' } });
    expect(await rotation.complete(admin)).toEqual(nothing);
    expect(await rotation.add(all, admin)).toEqual(nothing);
    expect(await state()).toBe(before);
    expect((await rotation.complete()).status).toBe(200);
  });

  test('is not ended by one that begins here', async () => {
    const theirs = await newCompany(muster);
    const rotation = await BegunRotation.of(theirs.admin);
    await rotation.add(await wrappedForAll(theirs.admin));
    await BegunRotation.of(admin);
    expect((await rotation.complete()).status).toBe(200);
  });
});

describe('A page of keys', () => {
  const others: [string, () => Promise<{ id: string; recipient: string }>][] = [
    ['of another organization', async () => confirmed(muster, await newCompany(muster)).then(shown)],
    [
      'who is revoked',
      () => confirmed(muster, company).then(async (one) => (await setActive(one.id, false), shown(one))),
    ],
    ['who has accepted', () => accepted(muster, company).then(shown)],
    ['who is invited', () => assigned(muster, company).then(shown)],
    ['whom nobody knows', async () => ({ id: '0192f0c1-2d3e-7f40-8a51-0123456789ab', recipient: 'age1' })],
  ];
  const shown = ({ id, person: { recipient } }: { id: string; person: Person }) => ({ id, recipient });

  test.each(others)('with one for somebody %s is refused as a whole', async (_who, make) => {
    const { id, recipient } = await make();
    const all = await wrappedForAll(admin);
    const rotation = await BegunRotation.of(admin);
    expect(await rotation.add([...all, anyKeyFor(id, sha256(recipient))])).toMatchObject({
      status: 409,
      json: { reason: 'incomplete', missing: [], others: [id] },
    });
    expect(await waiting()).toEqual([]);
    const wrappedKeys = [...all, anyKeyFor(id, sha256(recipient))];
    const before = await state();
    expect(
      await admin.post('/key-rotations', { recipient: await newRecipient(), keyVersion: 2, wrappedKeys }),
    ).toMatchObject({ status: 409, json: { reason: 'incomplete', others: [id] } });
    expect(await state()).toBe(before);
    await rotation.add(all);
    expect((await rotation.complete()).status).toBe(200);
  });

  test('for a recipient that the member does not have is refused as a whole', async () => {
    const { id } = await confirmed(muster, company);
    const all = await wrappedForAll(admin);
    const wrong = all.map((each) => (each.id === id ? { ...each, recipientHash: sha256('another') } : each));
    const rotation = await BegunRotation.of(admin);
    expect(await rotation.add(wrong)).toMatchObject({ status: 409, json: { reason: 'key_changed', id } });
    expect(await waiting()).toEqual([]);
  });

  test('with two for one member is refused as a whole', async () => {
    const all = await wrappedForAll(admin);
    const rotation = await BegunRotation.of(admin);
    expect(await rotation.add([...all, ...all])).toMatchObject({ status: 409, json: { reason: 'incomplete' } });
    expect(await waiting()).toEqual([]);
  });

  test.each<[string, (page: object[]) => unknown]>([
    ['is left out', () => undefined],
    ['is empty', () => []],
    ['is no list', () => ({})],
    ['is null', () => null],
    ['has no keys in it', () => ['x', 1, null]],
    ['has a key without an id', ([key]) => [{ ...key, id: undefined }]],
    ['has an id that is none', ([key]) => [{ ...key, id: 'x' }]],
    ['has a hash that is none', ([key]) => [{ ...key, recipientHash: 'x' }]],
    ['has something that is no age file', ([key]) => [{ ...key, wrappedKey: 'x' }]],
    ['has more than belongs to a key', ([key]) => [{ ...key, keyVersion: 2 }]],
  ])('that %s is refused', async (_what, change) => {
    const page = change(await wrappedForAll(admin)) as unknown[];
    const rotation = await BegunRotation.of(admin);
    expect(await rotation.add(page)).toMatchObject({ status: 400, json: { reason: 'invalid' } });
    expect(await waiting()).toEqual([]);
  });

  test('has at most 500 of them, and a rotation in one request as many: the refusal says to send pages', async () => {
    const many = await manyConfirmed(muster, company, PAGE + 1);
    const rotation = await BegunRotation.of(admin);
    const told = { status: 400, json: { detail: expect.stringMatching(/at most 500 .* in pages/) } };
    expect(await rotation.add(many)).toMatchObject(told);
    const whole = { recipient: await newRecipient(), keyVersion: 2, wrappedKeys: many };
    expect(await admin.post('/key-rotations', whole)).toMatchObject(told);
    expect((await rotation.add(many.slice(1))).status).toBe(204);
  });

  test('has at most half a megabyte', async () => {
    const rotation = await BegunRotation.of(admin);
    const wrappedKeys = [{ ...anyKeyFor(company.adminId, sha256('x')), wrappedKey: 'x'.repeat(600_000) }];
    expect((await rotation.add(wrappedKeys)).status).toBe(413);
    const whole = { recipient: await newRecipient(), keyVersion: 2, wrappedKeys };
    expect((await admin.post('/key-rotations', whole)).status).toBe(413);
  });
});

describe('A rotation begins', () => {
  test('for the version that comes next, and no other', async () => {
    const recipient = await newRecipient();
    for (const keyVersion of [3, 99])
      expect(await admin.post('/key-rotations', { recipient, keyVersion })).toMatchObject({
        status: 409,
        json: { reason: 'key_rotated' },
      });
    for (const keyVersion of [1, 0, -1, 1.5, '2', null])
      expect((await admin.post('/key-rotations', { recipient, keyVersion })).status).toBe(400);
    expect((await admin.post('/key-rotations', { recipient, keyVersion: 2, wrappedKeys: null })).status).toBe(400);
    expect(await muster.rows('SELECT id FROM key_rotations WHERE organizationId = ?', [organizationId])).toEqual([]);
  });

  test('a day before it expires', async () => {
    const { json } = await admin.post('/key-rotations', { recipient: await newRecipient(), keyVersion: 2 });
    const left = Date.parse(json.expiresAt) - Date.now();
    expect(Math.abs(left - 86_400_000)).toBeLessThan(60_000);
  });

  test('also after one that failed: what was refused in one request has ended none', async () => {
    const rotation = await BegunRotation.of(admin);
    const recipient = await newRecipient();
    expect((await admin.post('/key-rotations', { recipient, keyVersion: 2, wrappedKeys: [] })).status).toBe(409);
    await rotation.add(await wrappedForAll(admin));
    expect((await rotation.complete()).status).toBe(200);
  });
});

describe('What is left of rotations that were not completed', () => {
  const forget = () => muster.app.get(KeyRotationRetention).forget();
  const expire = (id: string) =>
    muster.rows('UPDATE key_rotations SET expiresAt = ? WHERE id = ?', [Date.now() - 1, id]);
  const left = async () =>
    (await muster.rows<{ id: string }>('SELECT id FROM key_rotations WHERE organizationId = ?', [organizationId])).map(
      ({ id }) => id,
    );

  test('is removed once they have expired, with all of their keys, and others stay', async () => {
    const rotation = await BegunRotation.of(admin);
    await rotation.add(await wrappedForAll(admin));
    await rotation.add(await manyConfirmed(muster, company, PAGE));
    const theirs = await newCompany(muster);
    const live = await BegunRotation.of(theirs.admin);
    await live.add(await wrappedForAll(theirs.admin));
    await forget();
    expect(await waiting()).toHaveLength(PAGE + 1);
    await expire(rotation.id);
    expect(await rotation.add(await wrappedForAll(theirs.admin))).toMatchObject({ status: 404 });
    expect(await rotation.complete()).toMatchObject({ status: 404 });
    await forget();
    expect([await waiting(), await left()]).toEqual([[], []]);
    expect((await live.complete()).status).toBe(200);
  });

  test('is removed of one whose place another has taken', async () => {
    const replaced = await BegunRotation.of(admin);
    await replaced.add(await wrappedForAll(admin));
    const live = await BegunRotation.of(admin);
    await forget();
    expect([await waiting(), await left()]).toEqual([[], [live.id]]);
  });
});
