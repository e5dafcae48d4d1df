import { statSync } from 'node:fs';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { generateIdentity, identityToRecipient } from 'age-encryption';
import { OPERATOR } from '../../src/events/actor.js';
import { encryptFor } from '../../src/keys/age.js';
import { fingerprintOf } from '../../src/keys/fingerprint.js';
import { hashOfEntry, type KeyLogEntry } from '../../src/keys/key-log.js';
import { MembersService } from '../../src/onboarding/members.service.js';
import { ConfirmerMachine, type ConfirmerProcess } from '../support/confirmer-process.js';
import { Muster } from '../support/muster.js';
import { accepted, assigned, type Company, invitationOf, newCompany } from '../support/organization.js';
import { Person, sha256 } from '../support/person.js';
import { Proxy } from '../support/proxy.js';

const ACME = { domains: ['acme.example'] };
const NONCE = 'a1'.repeat(32);

let proxy: Proxy;
let muster: Muster;
let company: Company;
let machine: ConfirmerMachine;
let running: ConfirmerProcess | undefined;

beforeAll(async () => {
  proxy = await Proxy.start();
  muster = await Muster.start({ PUBLIC_URL: proxy.url });
  proxy.target = muster.url;
});
beforeEach(async () => {
  proxy.reset();
  company = await newCompany(muster);
  machine = new ConfirmerMachine(proxy.url, company);
});
afterEach(async () => {
  await running?.signal('SIGKILL');
  running = undefined;
  machine.remove();
});
afterAll(async () => {
  await muster.stop();
  await proxy.stop();
});

const started = (...parameters: Parameters<ConfirmerMachine['start']>) => (running = machine.start(...parameters));
const statusOf = async (id: string) => {
  const [row] = await muster.rows<{ status: unknown }>('SELECT status FROM users WHERE organizationId = ? AND id = ?', [
    company.okta.organizationId,
    id,
  ]);
  return String(row!.status);
};
const withAddress = async (address: string) => {
  const emails = [{ value: address, type: 'work', primary: true }];
  const one = await assigned(muster, company, { userName: address, emails });
  await one.person.accept(await one.link());
  return one;
};
const changeKey = async (person: Person) => {
  const replaces = person.recipient;
  expect((await person.send('PUT', '/me/key', { ...(await person.newKey()), replaces })).status).toBe(200);
};
const confirms = () => proxy.count(/^POST .*\/confirm$/);

describe('Who is confirmed', () => {
  test('people of an allowed domain, exactly; the key that they get is the right one', async () => {
    const one = await accepted(muster, company);
    const others = [
      await withAddress('a@sub.acme.example'),
      await withAddress('acme.example@evil.example'),
      await withAddress('b@acme.example.evil.example'),
    ];
    const { code, decisions } = await machine.once(ACME);
    expect([code, decisions]).toEqual([
      0,
      { [one.id]: 'confirmed', ...Object.fromEntries(others.map(({ id }) => [id, 'domain'])) },
    ]);
    expect(await one.person.opensKey()).toBe(true);
    expect(one.person.organizationIdentity).toBe(company.admin.organizationIdentity);
    for (const { id } of others) expect(await statusOf(id)).toBe('accepted');
  });

  test('by the address that was proven, whatever the identity provider says since', async () => {
    const one = await withAddress('x@other.example');
    const emails = [{ value: 'x@acme.example', type: 'work', primary: true }];
    const change = await company.okta.patch(`/Users/${one.id}`, [{ op: 'replace', path: 'emails', value: emails }]);
    expect(change.status).toBe(200);
    expect((await machine.once(ACME)).decisions).toEqual({ [one.id]: 'domain' });
  });

  test('never an admin', async () => {
    const { organizationId } = company.okta;
    const { id } = await muster.app.get(MembersService).makeAdmin(organizationId, 'two@acme.example', OPERATOR);
    await new Person(muster.url, organizationId).accept(await invitationOf(muster, organizationId, id));
    expect((await machine.once(ACME)).decisions).toEqual({ [id]: 'admin' });
    expect(await statusOf(id)).toBe('accepted');
  });

  test('never a key that has changed, be it before or after it was seen', async () => {
    const [before, after] = [await accepted(muster, company), await accepted(muster, company)];
    await changeKey(before.person);
    expect((await machine.once({ ...ACME, delay: '1d' })).decisions).toEqual({
      [before.id]: 'key_changed',
      [after.id]: 'delay',
    });
    await changeKey(after.person);
    const { lines, decisions } = await machine.once(ACME);
    expect(decisions).toEqual({ [before.id]: 'key_changed', [after.id]: 'key_changed' });
    expect(lines.find(({ member }) => member === after.id)!.msg).toBe('key changed — left for an admin');
    expect(confirms()).toBe(0);
  });

  test('members of a group, directly or through another one', async () => {
    const [direct, nested, other] = [
      await accepted(muster, company),
      await accepted(muster, company),
      await accepted(muster, company),
    ];
    const inner = await company.okta.newGroup({ displayName: 'Compilers', members: [{ value: nested.id }] });
    await company.okta.newGroup({ displayName: 'Engineering', members: [{ value: direct.id }, { value: inner.id }] });
    await company.okta.newGroup({ displayName: 'Sales', members: [{ value: other.id }] });
    expect((await machine.once({ groups: ['engineering'] })).decisions).toEqual({
      [direct.id]: 'confirmed',
      [nested.id]: 'confirmed',
      [other.id]: 'group',
    });
  });

  test('keys whose words are known, in the policy or in a file', async () => {
    const [one, two] = [await accepted(muster, company), await accepted(muster, company)];
    const words = ({ person }: { person: Person }) => fingerprintOf(person.recipient);
    expect((await machine.once({ fingerprints: [words(one).join('-').toUpperCase()] })).decisions).toEqual({
      [one.id]: 'confirmed',
      [two.id]: 'fingerprint',
    });
    machine.write('words.txt', `# by phone\n\n${words(two).join(' ')}\n`);
    expect((await machine.once({ fingerprints: 'words.txt' })).decisions).toEqual({ [two.id]: 'confirmed' });
  });

  test('whoever every rule allows', async () => {
    const [one, two] = [await accepted(muster, company), await withAddress('z@other.example')];
    await company.okta.newGroup({ displayName: 'Everybody', members: [{ value: one.id }, { value: two.id }] });
    const policy = { ...ACME, groups: ['Everybody'], fingerprints: [fingerprintOf(two.person.recipient).join(' ')] };
    expect((await machine.once(policy)).decisions).toEqual({ [one.id]: 'fingerprint', [two.id]: 'domain' });
  });

  test('nobody in a dry run, which leaves no trace', async () => {
    const one = await accepted(muster, company);
    const { code, decisions } = await machine.once(ACME, ['--dry-run']);
    expect([code, decisions]).toEqual([0, { [one.id]: 'would_confirm' }]);
    expect([await statusOf(one.id), confirms(), machine.state]).toEqual(['accepted', 0, undefined]);
  });
});

describe('What is remembered', () => {
  test('since when a key is known: the delay goes on over a restart', async () => {
    const one = await accepted(muster, company);
    const policy = { ...ACME, delay: '2h' };
    expect((await machine.once(policy)).decisions).toEqual({ [one.id]: 'delay' });
    const { state } = machine;
    state.keys[one.id].since -= 3 * 3_600_000;
    machine.write('state.json', JSON.stringify(state));
    expect((await machine.once(policy)).decisions).toEqual({ [one.id]: 'confirmed' });
  });

  test('how many were confirmed within an hour', async () => {
    const people = [await accepted(muster, company), await accepted(muster, company)];
    const policy = { ...ACME, maxPerHour: 1 };
    expect(Object.values((await machine.once(policy)).decisions)).toEqual(['confirmed', 'limit']);
    expect((await machine.once(policy)).decisions).toEqual({ [people[1]!.id]: 'limit' });
    const { state } = machine;
    state.confirmations = state.confirmations.map((time: number) => time - 3_600_001);
    machine.write('state.json', JSON.stringify(state));
    expect((await machine.once(policy)).decisions).toEqual({ [people[1]!.id]: 'confirmed' });
  });

  test('by a process that is killed too, in a file for the owner alone', async () => {
    const one = await accepted(muster, company);
    const first = started(ACME);
    await first.says('confirmed', one.id);
    expect(await first.signal('SIGKILL')).toBe(null);
    expect(statSync(machine.stateFile).mode & 0o777).toBe(0o600);
    const { entries } = (await company.admin.get('/key-log')).json;
    const known = entries.find(({ hash }: KeyLogEntry) => hash === machine.state.head.hash);
    expect(known).toMatchObject({ sequence: machine.state.head.sequence });
    expect(machine.state.keys[one.id]).toMatchObject({ recipient: one.person.recipient });
    const two = await accepted(muster, company);
    const second = started(ACME);
    await second.says('confirmed', two.id);
    expect(second.lines.some(({ event }) => event === 'new_state')).toBe(false);
  });

  test('and nothing is confirmed with what was remembered of another organization, or is broken', async () => {
    const one = await accepted(muster, company);
    await machine.once({ domains: ['other.example'] });
    const { state } = machine;
    for (const text of [JSON.stringify({ ...state, organizationId: one.id }), '{}', '{"format":']) {
      machine.write('state.json', text);
      expect((await machine.once(ACME)).code).toBe(2);
    }
    expect(confirms()).toBe(0);
  });
});

describe('A server that lies', () => {
  const stops = async (words: readonly string[] = []) => {
    const { code, lines, stdout, stderr } = await machine.once(ACME, words);
    expect([code, lines.at(-1)]).toEqual([1, expect.objectContaining({ event: 'stopped', cause: 'Distrust' })]);
    expect(confirms()).toBe(0);
    return stdout + stderr;
  };

  test('and gives a wrapped key to be opened gets no answer', async () => {
    const { wrappedKey } = (await company.admin.get('/me/key')).json;
    proxy.lie('POST /sessions/challenge', () => ({ challenge: wrappedKey }));
    const output = await stops();
    expect(proxy.count(/^POST \/sessions$/)).toBe(0);
    const { organizationIdentity } = company.admin;
    for (const secret of [organizationIdentity, sha256(organizationIdentity)]) expect(output).not.toContain(secret);
    expect(JSON.stringify(proxy.seen)).not.toContain(sha256(organizationIdentity));
  });

  const lines = (url: string, organizationId: string) => ['muster sign-in v1', url, organizationId, NONCE];
  test.each<[string, (url: string, id: string) => string]>([
    ['for another server', (_url, id) => lines('https://muster.example', id).join('\n')],
    ['for another organization', (url) => lines(url, '0197f7a0-0000-7000-8000-000000000000').join('\n')],
    ['of another version', (url, id) => ['muster sign-in v2', url, id, NONCE].join('\n')],
    ['with a line more', (url, id) => `${lines(url, id).join('\n')}\n`],
    ['with a short number', (url, id) => lines(url, id).join('\n').slice(0, -1)],
  ])('and sends a challenge %s gets no answer', async (_what, text) => {
    const { recipient } = company.admin;
    const challenge = await encryptFor(recipient, text(proxy.url, company.okta.organizationId));
    proxy.lie('POST /sessions/challenge', () => ({ challenge }));
    await stops();
    expect(proxy.count(/^POST \/sessions$/)).toBe(0);
  });

  const rehashed = (entries: KeyLogEntry[]) => {
    let previousHash = entries[0]!.previousHash;
    return entries.map((entry) => {
      const changed = { ...entry, previousHash };
      previousHash = hashOfEntry(company.okta.organizationId, changed);
      return { ...changed, hash: previousHash };
    });
  };
  type Log = { entries: KeyLogEntry[]; isEnd: boolean };

  test.each<[string, (log: Log, url: URL) => Log]>([
    [
      'rewritten, with hashes that fit',
      ({ isEnd, entries }) => ({ isEnd, entries: rehashed(entries.map((entry) => ({ ...entry, time: 1 }))) }),
    ],
    ['cut', ({ isEnd }) => ({ isEnd, entries: [] })],
    ['changed', ({ isEnd, entries }) => ({ isEnd, entries: [{ ...entries[0]!, hash: NONCE }, ...entries.slice(1)] })],
    [
      'continued by what does not fit',
      ({ isEnd, entries }) => ({ isEnd, entries: [...entries, { ...entries.at(-1)!, time: 1 }] }),
    ],
  ])('and has a key log that was %s is left', async (_what, lie) => {
    expect((await machine.once(ACME)).code).toBe(0);
    const one = await accepted(muster, company);
    proxy.lie('GET /key-log', lie);
    await stops();
    expect(await statusOf(one.id)).toBe('accepted');
    proxy.reset();
    expect((await machine.once(ACME)).decisions).toEqual({ [one.id]: 'confirmed' });
  });

  test.each<[string, (last: KeyLogEntry) => Partial<KeyLogEntry>]>([
    ['again as version 1', () => ({ kind: 'organization_key.created', keyVersion: 1 })],
    ['rotated to the same version', () => ({ kind: 'organization_key.rotated', keyVersion: 1 })],
    ['rotated past a version', () => ({ kind: 'organization_key.rotated', keyVersion: 3 })],
    ['wrapped in an old version', () => ({ kind: 'member_key.wrapped', keyVersion: 0 })],
  ])("and has the organization's key %s in the log is left", async (_what, forged) => {
    await accepted(muster, company);
    proxy.lie('GET /key-log', ({ isEnd, entries }: Log) => {
      const last = entries.at(-1)!;
      const entry = { ...last, sequence: last.sequence + 1, previousHash: last.hash, ...forged(last) };
      return { isEnd, entries: [...entries, { ...entry, hash: hashOfEntry(company.okta.organizationId, entry) }] };
    });
    await stops();
  });

  test.each(['on the first day', 'later'])('and gives a key of its own to be wrapped is left, %s', async (when) => {
    if (when === 'later') expect((await machine.once(ACME)).code).toBe(0);
    await accepted(muster, company);
    const own = await generateIdentity();
    const organizationRecipient = await identityToRecipient(own);
    const wrappedKey = await encryptFor(company.admin.recipient, own);
    proxy.lie('GET /me/key', (key) => ({ ...key, wrappedKey, organizationRecipient }));
    await stops();
    proxy.lie('GET /me/key', (key) => ({ ...key, wrappedKey }));
    await stops();
    for (const keyVersion of [0, 2]) {
      proxy.lie('GET /me/key', (key) => ({ ...key, keyVersion }));
      await stops();
    }
  });

  test('and names an own recipient for somebody gets nothing for it', async () => {
    const one = await accepted(muster, company);
    const recipient = await identityToRecipient(await generateIdentity());
    const lie = (recipientHash: string) =>
      proxy.lie('GET /members', ({ members, next }) => ({
        next,
        members: members.map((member: object) => ({ ...member, recipient, recipientHash })),
      }));
    lie(sha256(one.person.recipient));
    await stops();
    lie(sha256(recipient));
    expect((await machine.once(ACME)).decisions).toEqual({ [one.id]: 'key_changed' });
    proxy.reset();
    // It was said once that the key is another: that is not forgotten.
    expect((await machine.once(ACME)).decisions).toEqual({ [one.id]: 'key_changed' });
    expect(confirms()).toBe(0);
  });

  test('and invents somebody whose key nobody has set gets nothing for it', async () => {
    const recipient = await identityToRecipient(await generateIdentity());
    const id = '0197f7a0-0000-7000-8000-000000000000';
    const known = { displayName: 'N', address: 'n@acme.example', status: 'accepted', isAdmin: false };
    const members = [{ id, ...known, recipient, recipientHash: sha256(recipient) }];
    proxy.lie('GET /members', () => ({ members, next: null }));
    expect((await machine.once(ACME)).decisions).toEqual({ [id]: 'not_in_key_log' });
    expect(confirms()).toBe(0);
  });
});

describe('Day after day', () => {
  test('it signs in again when its session has ended', async () => {
    const process = started(ACME);
    await process.says('confirmed', (await accepted(muster, company)).id);
    await muster.rows('DELETE FROM sessions WHERE organizationId = ?', [company.okta.organizationId]);
    const { id } = await accepted(muster, company);
    await process.says('confirmed', id);
    expect(proxy.count(/^POST \/sessions$/)).toBe(2);
  });

  test('it goes on when the server is back', async () => {
    const { id } = await accepted(muster, company);
    proxy.fail(503, 502);
    const process = started(ACME);
    await process.says('confirmed', id);
    expect(process.lines.filter(({ event }) => event === 'failed')).toHaveLength(2);
  });

  test('it goes on with a rotated key, and tells so', async () => {
    const process = started(ACME);
    await process.says('confirmed', (await accepted(muster, company)).id);
    const { members } = (await company.admin.get('/members?status=confirmed')).json;
    company.admin.organizationIdentity = await generateIdentity();
    const wrappedKeys = await Promise.all(
      members.map(async (each: { id: string; recipient: string; recipientHash: string }) => {
        const { recipientHash, wrappedKey } = await company.admin.wrapFor(each);
        return { id: each.id, recipientHash, wrappedKey };
      }),
    );
    const recipient = await identityToRecipient(company.admin.organizationIdentity);
    const rotation = await company.admin.post('/key-rotations', { recipient, keyVersion: 2, wrappedKeys });
    expect(rotation.status).toBe(200);
    const { id, person } = await accepted(muster, company);
    await process.says('confirmed', id);
    expect(await person.opensKey()).toBe(true);
    expect(person.organizationIdentity).toBe(company.admin.organizationIdentity);
    expect(process.lines.filter(({ event }) => event === 'key_rotated')).toHaveLength(1);
  });

  test.each([
    ['is no admin any more', 'isAdmin = 0'],
    ['is revoked', "status = 'revoked', statusBeforeRevocation = 'confirmed'"],
  ])('it ends when the member that it is %s', async (_what, change) => {
    const process = started(ACME);
    await process.says('confirmed', (await accepted(muster, company)).id);
    await muster.rows(`UPDATE users SET ${change} WHERE organizationId = ? AND id = ?`, [
      company.okta.organizationId,
      company.adminId,
    ]);
    expect(await process.ended()).toBe(3);
    expect(process.lines.at(-1)).toMatchObject({ event: 'stopped', cause: 'NotAdmitted' });
  });

  test('told to stop it ends in order, and signs out', async () => {
    const process = started(ACME);
    await process.says('confirmed', (await accepted(muster, company)).id);
    expect(await process.signal('SIGTERM')).toBe(0);
    expect(process.lines.at(-1)!.event).toBe('ended');
    expect(proxy.seen.at(-1)!.request).toBe('DELETE /sessions/current');
    expect(process.stderr).toBe('');
  });
});

describe('What the operator gives', () => {
  test('can be an identity under a passphrase', async () => {
    const { id } = await accepted(muster, company);
    const { protectedIdentity } = (await company.admin.get('/me/key')).json;
    machine.write('admin.age', protectedIdentity);
    machine.write('passphrase', `${company.admin.passphrase}\n`);
    const wrong = await machine.once(ACME, [], { MUSTER_CONFIRMER_PASSPHRASE: 'wrong' });
    expect([wrong.code, wrong.stderr]).toEqual([2, expect.stringContaining('does not open')]);
    expect((await machine.once(ACME)).code).toBe(2);
    expect(proxy.seen).toEqual([]);
    expect((await machine.once(ACME, ['--passphrase-file', 'passphrase'])).decisions).toEqual({ [id]: 'confirmed' });
    const { passphrase } = company.admin;
    expect((await machine.once(ACME, [], { MUSTER_CONFIRMER_PASSPHRASE: passphrase })).code).toBe(0);
    expect((await machine.once(ACME, [], { MUSTER_CONFIRMER_PASSPHRASE_FILE: 'passphrase' })).code).toBe(0);
  });

  test('is told all mistakes of a policy at once, before anything is asked of the server', async () => {
    const policy = {
      domain: [],
      domains: ['@acme'],
      groups: [],
      fingerprints: ['one two'],
      delay: '10',
      maxPerHour: 0,
    };
    const { code, stderr } = await machine.once(policy);
    expect(code).toBe(2);
    for (const mistake of [
      'there is no rule "domain"',
      'each value in domains has to be a domain',
      'groups should not be empty',
      '6 words of a fingerprint',
      'delay has to be a duration, like 10m',
      'maxPerHour must not be less than 1',
    ])
      expect(stderr).toContain(mistake);
    expect(proxy.seen).toEqual([]);
  });

  test.each<[string, object]>([
    ['nothing', {}],
    ['only when', { delay: '10m', maxPerHour: 5 }],
    ['a rule that is null', { domains: null }],
    ['a file that is not there', { fingerprints: 'nowhere.txt' }],
    ['no object', []],
  ])('is refused as a policy when it says %s', async (_what, policy) => {
    await accepted(muster, company);
    expect((await machine.once(policy)).code).toBe(2);
    expect([proxy.seen, machine.state]).toEqual([[], undefined]);
  });
});
