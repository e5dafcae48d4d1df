import { statSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { generateIdentity, identityToRecipient } from 'age-encryption';
import { encryptFor } from '../../src/onboarding/keys/age.js';
import { hashOfEntry, type KeyLogEntry } from '../../src/onboarding/keys/key-log.js';
import { accepted } from '../support/organization.js';
import { sha256 } from '../support/person.js';
import { ACME, ConfirmerScene } from '../support/confirmer-scene.js';

const scene = ConfirmerScene.ofFile();
const NONCE = 'a1'.repeat(32);

describe('What is remembered', () => {
  test('since when a key is known: the delay goes on over a restart', async () => {
    const one = await accepted(scene.muster, scene.company);
    const policy = { ...ACME, delay: '2h' };
    expect((await scene.machine.once(policy)).decisions).toEqual({ [one.id]: 'delay' });
    const { state } = scene.machine;
    state.keys[one.id].since -= 3 * 3_600_000;
    scene.machine.write('state.json', JSON.stringify(state));
    expect((await scene.machine.once(policy)).decisions).toEqual({ [one.id]: 'confirmed' });
  });

  test('how many were confirmed within an hour', async () => {
    const people = [await accepted(scene.muster, scene.company), await accepted(scene.muster, scene.company)];
    const policy = { ...ACME, maxPerHour: 1 };
    expect(Object.values((await scene.machine.once(policy)).decisions)).toEqual(['confirmed', 'limit']);
    expect((await scene.machine.once(policy)).decisions).toEqual({ [people[1]!.id]: 'limit' });
    const { state } = scene.machine;
    state.confirmations = state.confirmations.map((time: number) => time - 3_600_001);
    scene.machine.write('state.json', JSON.stringify(state));
    expect((await scene.machine.once(policy)).decisions).toEqual({ [people[1]!.id]: 'confirmed' });
  });

  test('by a process that is killed too, in a file for the owner alone', async () => {
    const one = await accepted(scene.muster, scene.company);
    const first = scene.started(ACME);
    await first.says('confirmed', one.id);
    expect(await first.signal('SIGKILL')).toBe(null);
    expect(statSync(scene.machine.stateFile).mode & 0o777).toBe(0o600);
    const { entries } = (await scene.company.admin.get('/key-log')).json;
    const known = entries.find(({ hash }: KeyLogEntry) => hash === scene.machine.state.head.hash);
    expect(known).toMatchObject({ sequence: scene.machine.state.head.sequence });
    expect(scene.machine.state.keys[one.id]).toMatchObject({ recipient: one.person.recipient });
    const two = await accepted(scene.muster, scene.company);
    const second = scene.started(ACME);
    await second.says('confirmed', two.id);
    expect(second.lines.some(({ event }) => event === 'new_state')).toBe(false);
  });

  test('by one process alone: what another has written is not written over', async () => {
    const one = await accepted(scene.muster, scene.company);
    const running = scene.started(ACME);
    await running.says('confirmed', one.id);
    const other = JSON.stringify({ ...scene.machine.state, confirmations: [1] });
    scene.machine.write('state.json', other);
    await accepted(scene.muster, scene.company);
    expect(await running.ended()).toBe(2);
    expect(JSON.stringify(scene.machine.state)).toBe(other);
  });

  test('and nothing is confirmed with what was remembered of another organization, or is broken', async () => {
    const one = await accepted(scene.muster, scene.company);
    await scene.machine.once({ domains: ['other.example'] });
    const { state } = scene.machine;
    for (const text of [JSON.stringify({ ...state, organizationId: one.id }), '{}', '{"format":']) {
      scene.machine.write('state.json', text);
      expect((await scene.machine.once(ACME)).code).toBe(2);
    }
    expect(scene.confirms()).toBe(0);
  });
});

describe('A server that lies', () => {
  const stops = async (words: readonly string[] = []) => {
    const { code, lines, stdout, stderr } = await scene.machine.once(ACME, words);
    expect([code, lines.at(-1)]).toEqual([1, expect.objectContaining({ event: 'stopped', cause: 'Distrust' })]);
    expect(scene.confirms()).toBe(0);
    return stdout + stderr;
  };

  test('and gives a wrapped key to be opened gets no answer', async () => {
    const { wrappedKey } = (await scene.company.admin.get('/me/key')).json;
    scene.proxy.lie('POST /sessions/challenge', () => ({ challenge: wrappedKey }));
    const output = await stops();
    expect(scene.proxy.count(/^POST \/sessions$/)).toBe(0);
    const { organizationIdentity } = scene.company.admin;
    for (const secret of [organizationIdentity, sha256(organizationIdentity)]) expect(output).not.toContain(secret);
    expect(JSON.stringify(scene.proxy.seen)).not.toContain(sha256(organizationIdentity));
  });

  const lines = (url: string, organizationId: string) => ['muster sign-in v1', url, organizationId, NONCE];
  test.each<[string, (url: string, id: string) => string]>([
    ['for another server', (_url, id) => lines('https://muster.example', id).join('\n')],
    ['for another organization', (url) => lines(url, '0197f7a0-0000-7000-8000-000000000000').join('\n')],
    ['of another version', (url, id) => ['muster sign-in v2', url, id, NONCE].join('\n')],
    ['with a line more', (url, id) => `${lines(url, id).join('\n')}\n`],
    ['with a short number', (url, id) => lines(url, id).join('\n').slice(0, -1)],
  ])('and sends a challenge %s gets no answer', async (_what, text) => {
    const { recipient } = scene.company.admin;
    const challenge = await encryptFor(recipient, text(scene.proxy.url, scene.company.okta.organizationId));
    scene.proxy.lie('POST /sessions/challenge', () => ({ challenge }));
    await stops();
    expect(scene.proxy.count(/^POST \/sessions$/)).toBe(0);
  });

  const rehashed = (entries: KeyLogEntry[]) => {
    let previousHash = entries[0]!.previousHash;
    return entries.map((entry) => {
      const changed = { ...entry, previousHash };
      previousHash = hashOfEntry(scene.company.okta.organizationId, changed);
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
    expect((await scene.machine.once(ACME)).code).toBe(0);
    const one = await accepted(scene.muster, scene.company);
    scene.proxy.lie('GET /key-log', lie);
    await stops();
    expect(await scene.statusOf(one.id)).toBe('accepted');
    scene.proxy.reset();
    expect((await scene.machine.once(ACME)).decisions).toEqual({ [one.id]: 'confirmed' });
  });

  test.each<[string, (last: KeyLogEntry) => Partial<KeyLogEntry>]>([
    ['again as version 1', () => ({ kind: 'organization_key.created', keyVersion: 1 })],
    ['rotated to the same version', () => ({ kind: 'organization_key.rotated', keyVersion: 1 })],
    ['rotated past a version', () => ({ kind: 'organization_key.rotated', keyVersion: 3 })],
    ['wrapped in an old version', () => ({ kind: 'member_key.wrapped', keyVersion: 0 })],
  ])("and has the organization's key %s in the log is left", async (_what, forged) => {
    await accepted(scene.muster, scene.company);
    scene.proxy.lie('GET /key-log', ({ isEnd, entries }: Log) => {
      const last = entries.at(-1)!;
      const entry = { ...last, sequence: last.sequence + 1, previousHash: last.hash, ...forged(last) };
      return {
        isEnd,
        entries: [...entries, { ...entry, hash: hashOfEntry(scene.company.okta.organizationId, entry) }],
      };
    });
    await stops();
  });

  test.each(['on the first day', 'later'])('and gives a key of its own to be wrapped is left, %s', async (when) => {
    if (when === 'later') expect((await scene.machine.once(ACME)).code).toBe(0);
    await accepted(scene.muster, scene.company);
    const own = await generateIdentity();
    const organizationRecipient = await identityToRecipient(own);
    const wrappedKey = await encryptFor(scene.company.admin.recipient, own);
    scene.proxy.lie('GET /me/key', (key) => ({ ...key, wrappedKey, organizationRecipient }));
    await stops();
    scene.proxy.lie('GET /me/key', (key) => ({ ...key, wrappedKey }));
    await stops();
    for (const keyVersion of [0, 2]) {
      scene.proxy.lie('GET /me/key', (key) => ({ ...key, keyVersion }));
      await stops();
    }
  });

  test('and names an own recipient for somebody gets nothing for it', async () => {
    const one = await accepted(scene.muster, scene.company);
    const recipient = await identityToRecipient(await generateIdentity());
    const lie = (recipientHash: string) =>
      scene.proxy.lie('GET /members', ({ members, next }) => ({
        next,
        members: members.map((member: object) => ({ ...member, recipient, recipientHash })),
      }));
    lie(sha256(one.person.recipient));
    await stops();
    lie(sha256(recipient));
    expect((await scene.machine.once(ACME)).decisions).toEqual({ [one.id]: 'key_changed' });
    scene.proxy.reset();
    // It was said once that the key is another: that is not forgotten.
    expect((await scene.machine.once(ACME)).decisions).toEqual({ [one.id]: 'key_changed' });
    expect(scene.confirms()).toBe(0);
  });

  test('and invents somebody whose key nobody has set gets nothing for it', async () => {
    const recipient = await identityToRecipient(await generateIdentity());
    const id = '0197f7a0-0000-7000-8000-000000000000';
    const known = { displayName: 'N', address: 'n@acme.example', status: 'accepted', isAdmin: false };
    const members = [{ id, ...known, recipient, recipientHash: sha256(recipient) }];
    scene.proxy.lie('GET /members', () => ({ members, next: null }));
    expect((await scene.machine.once(ACME)).decisions).toEqual({ [id]: 'not_in_key_log' });
    expect(scene.confirms()).toBe(0);
  });
});
