import { beforeAll, describe, expect, test } from '@jest/globals';
import { OPERATOR } from '../../src/events/actor.js';
import { MembersService } from '../../src/onboarding/members.service.js';
import { withMuster } from '../support/muster.js';
import { assigned, type Company, newCompany } from '../support/organization.js';
import type { Person } from '../support/person.js';
import { loggedAs, newRequestId } from '../support/request-log.js';
import type { AnyJson } from '../support/scim-client.js';
import { until } from '../support/until.js';

interface Entry {
  readonly time: string;
  readonly kind: string;
  readonly text: string;
  readonly details: AnyJson;
}

const muster = withMuster();
let company: Company;
let ada: { readonly id: string; readonly address: string; readonly person: Person };
let group: { readonly id: string };
let story: Entry[];
const ids = { joined: newRequestId(), deactivated: newRequestId(), refused: newRequestId(), read: newRequestId() };

beforeAll(async () => {
  company = await newCompany(muster);
  const { okta, admin } = company;
  const one = await assigned(muster, company, { displayName: 'Ada' });
  ada = one;
  await one.person.accept(await one.link());
  await admin.confirm(ada.id);
  group = await okta.newGroup({ displayName: 'Engineering' });
  const member = { value: ada.id };
  await okta.patch(`/Groups/${group.id}`, [{ op: 'add', path: 'members', value: [member] }], {
    'X-Request-Id': ids.joined,
  });
  await okta.get(`/Users/${ada.id}`, { 'X-Request-Id': ids.read });
  await okta.patch(`/Users/${ada.id}`, [{ op: 'replace', path: 'active', value: 'perhaps' }], {
    'X-Request-Id': ids.refused,
  });
  await okta.patch(`/Users/${ada.id}`, [{ op: 'replace', path: 'active', value: false }], {
    'X-Request-Id': ids.deactivated,
  });
  for (const id of Object.values(ids)) await loggedAs(muster, admin, id);
  story = (await timeline('limit=200')).entries.toReversed();
}, 60_000);

async function timeline(
  query = '',
  id = ada.id,
): Promise<{ entries: Entry[]; next: string | null; isComplete: boolean }> {
  const { status, json } = await company.admin.get(`/members/${id}/timeline?${query}`);
  expect(status).toBe(200);
  return json;
}
const entry = (kind: string, part = '') => story.find((one) => one.kind === kind && one.text.includes(part))!;

describe('The timeline of a person', () => {
  test('tells in order how one came in, worked, and was deactivated', () => {
    const kinds = ['user.created', 'user.accepted', 'user.confirmed', 'group.joined', 'user.deactivated'];
    expect(story.map(({ kind }) => kind).filter((kind) => /^(user|group)\./.test(kind))).toEqual(kinds);
    expect(story.map(({ time }) => time)).toEqual(story.map(({ time }) => time).toSorted());
  });

  test.each<[string, string, RegExp]>([
    ['user.created', '', /^Provisioned by the identity provider \(key “\w+”\), request [\w-]+: invited now$/],
    ['link.issued', 'invitation', /^The invitation for p\d+@acme\.example was issued, good until 20/],
    ['mail', '“invitation”', /^The mail “invitation” to p\d+@acme\.example was called back$/],
    ['link.used', 'invitation', /^The invitation for p\d+@acme\.example was used$/],
    ['member_key.set', '', /^Made a key$/],
    ['user.accepted', '', /^Accepted the invitation: invited before, accepted now$/],
    ['mail', 'please-confirm', /^The mail “please-confirm” to boss@acme\.example waits to be sent$/],
    ['member_key.wrapped', '', /^Was handed version 1 of the key of the organization$/],
    ['user.confirmed', '', /^Confirmed by “boss@acme\.example”: accepted before, confirmed now$/],
    ['mail', '“confirmed”', /^The mail “confirmed” to p\d+@acme\.example waits to be sent$/],
    ['request', '/Groups/', /^PATCH \/Groups\/[\w-]+ with key “\w+” was answered with 204$/],
    [
      'group.joined',
      '',
      /^Put into group “Engineering” by the identity provider \(key “\w+”\), request request-\d+-\d+$/,
    ],
    ['request', 'with 400', /^PATCH \/Users\/[\w-]+ with key “\w+” was answered with 400: .*active/],
    ['request', 'answered with 200', /^PATCH \/Users\/[\w-]+ with key “\w+” was answered with 200$/],
    [
      'user.deactivated',
      '',
      /^Deactivated by the identity provider \(key “\w+”\), request request-\d+-\d+: confirmed before, revoked now$/,
    ],
  ])('has %s %s', (kind, part, text) => {
    expect(entry(kind, part).text).toMatch(text);
  });

  test('has the requests that changed the person or failed, and not those that only read', () => {
    const requests = story.filter(({ kind }) => kind === 'request').map(({ details }) => details);
    expect(requests.map(({ method, status }) => [method, status])).toEqual([
      ['POST', 201],
      ['PATCH', 204],
      ['PATCH', 400],
      ['PATCH', 200],
    ]);
    expect(requests.slice(1).map(({ requestId }) => requestId)).toEqual([ids.joined, ids.refused, ids.deactivated]);
    expect(entry('user.deactivated').details).toMatchObject({
      requestId: ids.deactivated,
      actor: { kind: 'key', id: company.okta.keyId },
    });
  });

  test('is the same page by page', async () => {
    const seen: Entry[] = [];
    let next: string | null = '';
    while (next !== null) {
      const before: string = next && `&before=${encodeURIComponent(next)}`;
      const page = await timeline(`limit=2${before}`);
      expect(page.entries.length).toBeLessThanOrEqual(2);
      seen.push(...page.entries);
      ({ next } = page);
      expect(seen.length).toBeLessThanOrEqual(story.length);
    }
    expect(seen.toReversed()).toEqual(story);
  });

  test('tells why an invitation opens nothing any more, and of changes by the operator', async () => {
    const { id } = await assigned(muster, company);
    const members = muster.app.get(MembersService);
    await members.resend(company.okta.organizationId, id, OPERATOR);
    await members.revoke(company.okta.organizationId, id, OPERATOR);
    const texts = (await timeline('', id)).entries.map(({ text }) => text);
    expect(texts).toContainEqual(expect.stringMatching(/invitation .* was made void because a newer one replaced it$/));
    expect(texts).toContainEqual(
      expect.stringMatching(/invitation .* was made void because all access was taken away$/),
    );
    expect(texts).toContainEqual(expect.stringMatching(/^The mail “invitation” .* was called back$/));
    expect(texts).toContain('Deactivated by the operator at the command line: invited before, revoked now');
  });

  test('tells who left a group, also after the group and the person are gone', async () => {
    const { id } = await assigned(muster, company);
    const { okta } = company;
    const { id: club } = await okta.newGroup({ displayName: 'Club', members: [{ value: id }] });
    await okta.patch(`/Groups/${club}`, [{ op: 'remove', path: `members[value eq "${id}"]` }]);
    await okta.delete(`/Groups/${club}`);
    await okta.delete(`/Users/${id}`);
    const { entries, isComplete } = await timeline('', id);
    expect(isComplete).toBe(true);
    const texts = entries.filter(({ kind }) => /^(group|user)\./.test(kind)).map(({ text }) => text);
    expect(texts.map((text) => text.split(' by ')[0])).toEqual([
      'Deleted',
      `Taken out of the deleted group ${club}`,
      `Put into the deleted group ${club}`,
      'Provisioned',
    ]);
  });

  test('is nothing for somebody of another organization, and for nobody', async () => {
    const other = await newCompany(muster);
    for (const id of [ada.id, '0192f0c1-2d3e-7f40-8a51-0123456789ab', 'x'])
      expect((await other.admin.get(`/members/${id}/timeline`)).status).toBe(404);
  });

  test.each(['before=x', 'before=1.nothing.1', 'limit=0', 'limit=201', 'color=red'])(
    'is not given for %s',
    async (query) => {
      expect((await company.admin.get(`/members/${ada.id}/timeline?${query}`)).status).toBe(400);
    },
  );

  test('goes straight to the few rows that are wanted', async () => {
    const statements = await muster.statements.allDuring(() => timeline());
    expect(statements.length).toBeGreaterThan(8);
    for (const statement of statements.filter(({ text }) => text.startsWith('SELECT'))) {
      const steps = await muster.planOf(statement);
      for (const { detail, type } of steps) {
        expect([statement.text, String(detail)]).not.toEqual([statement.text, expect.stringMatching(/^SCAN (?!\()/)]);
        expect([statement.text, type]).not.toEqual([statement.text, 'ALL']);
      }
    }
  });
});

test('Who was put into groups is noted soon after, by the member', async () => {
  const { okta } = company;
  const members = await Promise.all([okta.newUser(), okta.newUser()]);
  const { id: club } = await okta.newGroup({ members: members.map(({ id }) => ({ value: id })) });
  const noted = () => muster.rows('SELECT memberId FROM membership_history WHERE groupId = ?', [club]);
  await until(async () => (await noted()).length === 2);
});

test('active that flips back within a second is warned of, every flip is shown, and the last applied counts', async () => {
  const { id } = await company.okta.newUser();
  const flips = Array.from({ length: 20 }, (_, index) => ({
    method: 'PATCH',
    path: `/Users/${id}`,
    data: { Operations: [{ op: 'replace', path: 'active', value: index % 2 === 1 }] },
  }));
  const { status } = await company.okta.post('/Bulk', {
    schemas: ['urn:ietf:params:scim:api:messages:2.0:BulkRequest'],
    Operations: flips,
  });
  expect(status).toBe(200);
  const { entries } = await timeline('limit=200', id);
  const shown = entries.filter(({ kind }) => kind === 'user.activated' || kind === 'user.deactivated');
  expect(shown).toHaveLength(flips.length);
  expect(shown.some(({ text }) => text.includes('Warning: this changed "active" back within a second'))).toBe(true);
  expect((await company.okta.get(`/Users/${id}`)).json.active).toBe(true);
});
