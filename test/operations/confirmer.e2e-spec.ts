import { describe, expect, test } from '@jest/globals';
import { generateIdentity, identityToRecipient } from 'age-encryption';
import { OPERATOR } from '../../src/events/actor.js';
import { fingerprintOf } from '../../src/onboarding/keys/fingerprint.js';
import { MembersService } from '../../src/onboarding/members.service.js';
import { accepted, invitationOf } from '../support/organization.js';
import { Person, sha256 } from '../support/person.js';
import { ACME, changeKey, ConfirmerScene } from '../support/confirmer-scene.js';

const scene = ConfirmerScene.ofFile();

describe('Who is confirmed', () => {
  test('people of an allowed domain, exactly; the key that they get is the right one', async () => {
    const one = await accepted(scene.muster, scene.company);
    const others = [
      await scene.withAddress('a@sub.acme.example'),
      await scene.withAddress('acme.example@evil.example'),
      await scene.withAddress('b@acme.example.evil.example'),
    ];
    const { code, decisions } = await scene.machine.once(ACME);
    expect([code, decisions]).toEqual([
      0,
      { [one.id]: 'confirmed', ...Object.fromEntries(others.map(({ id }) => [id, 'domain'])) },
    ]);
    expect(await one.person.opensKey()).toBe(true);
    expect(one.person.organizationIdentity).toBe(scene.company.admin.organizationIdentity);
    for (const { id } of others) expect(await scene.statusOf(id)).toBe('accepted');
  });

  test('by the address that was proven, whatever the identity provider says since', async () => {
    const one = await scene.withAddress('x@other.example');
    const emails = [{ value: 'x@acme.example', type: 'work', primary: true }];
    const change = await scene.company.okta.patch(`/Users/${one.id}`, [
      { op: 'replace', path: 'emails', value: emails },
    ]);
    expect(change.status).toBe(200);
    expect((await scene.machine.once(ACME)).decisions).toEqual({ [one.id]: 'domain' });
  });

  test('never an admin', async () => {
    const { organizationId } = scene.company.okta;
    const { id } = await scene.muster.app.get(MembersService).makeAdmin(organizationId, 'two@acme.example', OPERATOR);
    await new Person(scene.muster.url, organizationId).accept(await invitationOf(scene.muster, organizationId, id));
    expect((await scene.machine.once(ACME)).decisions).toEqual({ [id]: 'admin' });
    expect(await scene.statusOf(id)).toBe('accepted');
  });

  test('never a key that has changed, be it before or after it was seen', async () => {
    const [before, after] = [await accepted(scene.muster, scene.company), await accepted(scene.muster, scene.company)];
    await changeKey(before.person);
    expect((await scene.machine.once({ ...ACME, delay: '1d' })).decisions).toEqual({
      [before.id]: 'key_changed',
      [after.id]: 'delay',
    });
    await changeKey(after.person);
    const { lines, decisions } = await scene.machine.once(ACME);
    expect(decisions).toEqual({ [before.id]: 'key_changed', [after.id]: 'key_changed' });
    expect(lines.find(({ member }) => member === after.id)!.msg).toBe('key changed — left for an admin');
    expect(scene.confirms()).toBe(0);
  });

  test('members of a group, directly or through another one', async () => {
    const [direct, nested, other] = [
      await accepted(scene.muster, scene.company),
      await accepted(scene.muster, scene.company),
      await accepted(scene.muster, scene.company),
    ];
    const inner = await scene.company.okta.newGroup({ displayName: 'Compilers', members: [{ value: nested.id }] });
    await scene.company.okta.newGroup({
      displayName: 'Engineering',
      members: [{ value: direct.id }, { value: inner.id }],
    });
    await scene.company.okta.newGroup({ displayName: 'Sales', members: [{ value: other.id }] });
    expect((await scene.machine.once({ groups: ['engineering'] })).decisions).toEqual({
      [direct.id]: 'confirmed',
      [nested.id]: 'confirmed',
      [other.id]: 'group',
    });
  });

  test('keys whose words are known, in the policy or in a file', async () => {
    const [one, two] = [await accepted(scene.muster, scene.company), await accepted(scene.muster, scene.company)];
    const words = ({ person }: { person: Person }) => fingerprintOf(person.recipient);
    expect((await scene.machine.once({ fingerprints: [words(one).join('-').toUpperCase()] })).decisions).toEqual({
      [one.id]: 'confirmed',
      [two.id]: 'fingerprint',
    });
    scene.machine.write('words.txt', `# by phone\n\n${words(two).join(' ')}\n`);
    expect((await scene.machine.once({ fingerprints: 'words.txt' })).decisions).toEqual({ [two.id]: 'confirmed' });
  });

  test('whoever every rule allows', async () => {
    const [one, two] = [await accepted(scene.muster, scene.company), await scene.withAddress('z@other.example')];
    await scene.company.okta.newGroup({ displayName: 'Everybody', members: [{ value: one.id }, { value: two.id }] });
    const policy = { ...ACME, groups: ['Everybody'], fingerprints: [fingerprintOf(two.person.recipient).join(' ')] };
    expect((await scene.machine.once(policy)).decisions).toEqual({ [one.id]: 'fingerprint', [two.id]: 'domain' });
  });

  const WRONG_CHECKSUM = `age1${'q'.repeat(58)}`;
  const SMALL_ORDER = 'age1qyqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqj7vrya';

  test.each([WRONG_CHECKSUM, SMALL_ORDER, 'age1', 'nothing of the kind'])(
    'everybody but the person with a key that nothing can be encrypted for, who is named: %s',
    async (recipient) => {
      const [bad, good] = [await accepted(scene.muster, scene.company), await accepted(scene.muster, scene.company)];
      await scene.muster.rows(
        'UPDATE member_keys SET recipient = ?, recipientHash = ? WHERE organizationId = ? AND userId = ?',
        [recipient, sha256(recipient), scene.company.okta.organizationId, bad.id],
      );
      const { code, decisions, lines } = await scene.machine.once(ACME);
      expect([code, decisions]).toEqual([0, { [bad.id]: 'unusable_key', [good.id]: 'confirmed' }]);
      const unusable = [{ member: bad.id, address: bad.address }];
      expect(lines.at(-1)).toMatchObject({ event: 'ended', unusable, msg: expect.stringContaining(bad.address) });
      expect([await scene.statusOf(bad.id), await scene.statusOf(good.id)]).toEqual(['accepted', 'confirmed']);
    },
  );

  test('everybody but the person for whom the server answers nothing of use', async () => {
    const [bad, good] = [await accepted(scene.muster, scene.company), await accepted(scene.muster, scene.company)];
    scene.proxy.lie('GET /members', ({ members, next }) => ({
      next,
      members: members.map((member: { id: string }) =>
        member.id === bad.id ? { ...member, recipient: null, recipientHash: null } : member,
      ),
    }));
    const { code, decisions } = await scene.machine.once(ACME);
    expect([code, decisions]).toEqual([0, { [bad.id]: 'unusable_key', [good.id]: 'confirmed' }]);
  });

  test('everybody but the person at whom the server itself fails', async () => {
    const [bad, good] = [await accepted(scene.muster, scene.company), await accepted(scene.muster, scene.company)];
    scene.proxy.break(`POST /members/${bad.id}/confirm`, 500);
    const { code, decisions } = await scene.machine.once(ACME);
    expect([code, decisions]).toEqual([4, { [bad.id]: 'failed', [good.id]: 'confirmed' }]);
  });

  test('nobody in a dry run, which leaves no trace', async () => {
    const one = await accepted(scene.muster, scene.company);
    const { code, decisions } = await scene.machine.once(ACME, ['--dry-run']);
    expect([code, decisions]).toEqual([0, { [one.id]: 'would_confirm' }]);
    expect([await scene.statusOf(one.id), scene.confirms(), scene.machine.state]).toEqual(['accepted', 0, undefined]);
  });
});

describe('Day after day', () => {
  test('it proves again who it is when its sign-in is too long ago to confirm anybody', async () => {
    const process = scene.started(ACME);
    await process.says('confirmed', (await accepted(scene.muster, scene.company)).id);
    await scene.muster.rows('UPDATE sessions SET createdAt = createdAt - 700000');
    const { id } = await accepted(scene.muster, scene.company);
    await process.says('confirmed', id);
    expect(await scene.statusOf(id)).toBe('confirmed');
  });

  test('it signs in again when its session has ended', async () => {
    const process = scene.started(ACME);
    await process.says('confirmed', (await accepted(scene.muster, scene.company)).id);
    await scene.muster.rows('DELETE FROM sessions WHERE organizationId = ?', [scene.company.okta.organizationId]);
    const { id } = await accepted(scene.muster, scene.company);
    await process.says('confirmed', id);
    expect(scene.proxy.count(/^POST \/sessions$/)).toBe(2);
  });

  test('it goes on when the server is back', async () => {
    const { id } = await accepted(scene.muster, scene.company);
    scene.proxy.fail(503, 502);
    const process = scene.started(ACME);
    await process.says('confirmed', id);
    expect(process.lines.filter(({ event }) => event === 'failed')).toHaveLength(2);
  });

  test('it goes on with a rotated key, and tells so', async () => {
    const process = scene.started(ACME);
    await process.says('confirmed', (await accepted(scene.muster, scene.company)).id);
    const { members } = (await scene.company.admin.get('/members?status=confirmed')).json;
    scene.company.admin.organizationIdentity = await generateIdentity();
    const wrappedKeys = await Promise.all(
      members.map(async (each: { id: string; recipient: string; recipientHash: string }) => {
        const { recipientHash, wrappedKey } = await scene.company.admin.wrapFor(each, 2);
        return { id: each.id, recipientHash, wrappedKey };
      }),
    );
    const recipient = await identityToRecipient(scene.company.admin.organizationIdentity);
    const rotation = await scene.company.admin.post('/key-rotations', { recipient, keyVersion: 2, wrappedKeys });
    expect(rotation.status).toBe(200);
    const { id, person } = await accepted(scene.muster, scene.company);
    await process.says('confirmed', id);
    expect(await person.opensKey()).toBe(true);
    expect(person.organizationIdentity).toBe(scene.company.admin.organizationIdentity);
    expect(process.lines.filter(({ event }) => event === 'key_rotated')).toHaveLength(1);
  });

  test.each([
    ['is no admin any more', 'isAdmin = 0'],
    ['is revoked', "status = 'revoked', statusBeforeRevocation = 'confirmed'"],
  ])('it ends when the member that it is %s', async (_what, change) => {
    const process = scene.started(ACME);
    await process.says('confirmed', (await accepted(scene.muster, scene.company)).id);
    await scene.muster.rows(`UPDATE users SET ${change} WHERE organizationId = ? AND id = ?`, [
      scene.company.okta.organizationId,
      scene.company.adminId,
    ]);
    expect(await process.ended()).toBe(3);
    expect(process.lines.at(-1)).toMatchObject({ event: 'stopped', cause: 'NotAdmitted' });
  });

  test('told to stop it ends in order, and signs out', async () => {
    const process = scene.started(ACME);
    await process.says('confirmed', (await accepted(scene.muster, scene.company)).id);
    expect(await process.signal('SIGTERM')).toBe(0);
    expect(process.lines.at(-1)!.event).toBe('ended');
    expect(scene.proxy.seen.at(-1)!.request).toBe('DELETE /sessions/current');
    expect(process.stderr).toBe('');
  });
});

describe('What the operator gives', () => {
  test('can be an identity under a passphrase', async () => {
    const { id } = await accepted(scene.muster, scene.company);
    const { protectedIdentity } = (await scene.company.admin.get('/me/key')).json;
    scene.machine.write('admin.age', protectedIdentity);
    scene.machine.write('passphrase', `${scene.company.admin.passphrase}\n`);
    const wrong = await scene.machine.once(ACME, [], { MUSTER_CONFIRMER_PASSPHRASE: 'wrong' });
    expect([wrong.code, wrong.stderr]).toEqual([2, expect.stringContaining('does not open')]);
    expect((await scene.machine.once(ACME)).code).toBe(2);
    expect(scene.proxy.seen).toEqual([]);
    expect((await scene.machine.once(ACME, ['--passphrase-file', 'passphrase'])).decisions).toEqual({
      [id]: 'confirmed',
    });
    const { passphrase } = scene.company.admin;
    expect((await scene.machine.once(ACME, [], { MUSTER_CONFIRMER_PASSPHRASE: passphrase })).code).toBe(0);
    expect((await scene.machine.once(ACME, [], { MUSTER_CONFIRMER_PASSPHRASE_FILE: 'passphrase' })).code).toBe(0);
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
    const { code, stderr } = await scene.machine.once(policy);
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
    expect(scene.proxy.seen).toEqual([]);
  });

  test.each<[string, object]>([
    ['nothing', {}],
    ['only when', { delay: '10m', maxPerHour: 5 }],
    ['a rule that is null', { domains: null }],
    ['a file that is not there', { fingerprints: 'nowhere.txt' }],
    ['no object', []],
  ])('is refused as a policy when it says %s', async (_what, policy) => {
    await accepted(scene.muster, scene.company);
    expect((await scene.machine.once(policy)).code).toBe(2);
    expect([scene.proxy.seen, scene.machine.state]).toEqual([[], undefined]);
  });
});
