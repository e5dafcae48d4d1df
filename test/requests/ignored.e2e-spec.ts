import { beforeAll, describe, expect, test } from '@jest/globals';
import { OPERATOR } from '../../src/events/actor.js';
import { IgnoredRecorder } from '../../src/history/ignored/ignored-recorder.js';
import { OrganizationsService } from '../../src/organizations/organizations.service.js';
import { withMuster } from '../support/muster.js';
import { type Company, newCompany } from '../support/organization.js';
import { loggedAs, newRequestId, tableText } from '../support/request-log.js';
import type { AnyJson, Answer, Json } from '../support/scim-client.js';
import { until } from '../support/until.js';

const USER = 'urn:ietf:params:scim:schemas:core:2.0:User';
const ENTERPRISE = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';
const BULK = 'urn:ietf:params:scim:api:messages:2.0:BulkRequest';

const muster = withMuster();
let company: Company;
beforeAll(async () => {
  company = await newCompany(muster);
}, 60_000);

/** What the log has of a request as left out. */
async function ignoredBy(send: (headers: Record<string, string>) => Promise<Answer>): Promise<string[]> {
  const id = newRequestId();
  await send({ 'X-Request-Id': id });
  return (await loggedAs(muster, company.admin, id)).ignored ?? [];
}

async function counted({ admin }: Company): Promise<AnyJson[]> {
  await muster.app.get(IgnoredRecorder).flush();
  return (await admin.get('/ignored')).json.ignored;
}

async function countOf(of: Company, name: string): Promise<AnyJson> {
  return (await counted(of)).find((each) => each.name === name);
}

const bodyOf = (userName: string, more: Json) => ({ schemas: [USER], userName, ...more });

describe('What was left out of a request', () => {
  test('stands in the log by its names, and no value does', async () => {
    const names = await ignoredBy((headers) =>
      company.okta.post(
        '/Users',
        bodyOf('told@example.com', {
          costCentre: 'secret-7',
          'maria@example.com': 'secret-7',
          name: { nickname: 'secret-7', givenName: 'A' },
          addresses: [{ city: 'secret-7', country: 'JP' }],
          [ENTERPRISE]: { costCentre: 'secret-7' },
          'urn:example:unknown:User': { badge: 'secret-7' },
        }),
        headers,
      ),
    );
    expect(names).toEqual([
      'costCentre',
      '(no name)',
      'name.nickname',
      'addresses.city',
      `${ENTERPRISE}:costCentre`,
      'urn:example:unknown:User',
    ]);
    expect(await tableText(muster)).not.toMatch(/secret-7|maria@/);
  });

  test('stands there of a PATCH too: paths without their filters, and members of operations', async () => {
    const { id } = await company.okta.newUser();
    const names = await ignoredBy((headers) =>
      company.okta.patch(
        `/Users/${id}`,
        [
          { name: 'x', op: 'replace', path: 'active', value: true },
          { op: 'replace', path: 'emails[value eq "secret-7"].flag', value: 'secret-7' },
          { op: 'replace', path: 'urn:example:other:User:badge', value: 'secret-7' },
          { op: 'replace', value: { shoeSize: 44 } },
        ],
        headers,
      ),
    );
    expect(names).toEqual(['Operations.name', 'emails.flag', 'urn:example:other:User', 'shoeSize']);
    expect(await tableText(muster)).not.toContain('secret-7');
  });

  test('stands there of each operation of a bulk request', async () => {
    const { id } = await company.okta.newUser();
    const Operations = ['first', 'second'].map((name) => ({
      method: 'PATCH',
      path: `/Users/${id}`,
      data: { Operations: [{ op: 'replace', value: { title: 'x', [name]: 1 } }] },
    }));
    const names = await ignoredBy((headers) => company.okta.post('/Bulk', { schemas: [BULK], Operations }, headers));
    expect(names).toEqual(['first', 'second']);
  });

  test('is at most 20 names of at most 64 characters', async () => {
    const many = Object.fromEntries(Array.from({ length: 30 }, (_, n) => [`n${String(n).padStart(99, '0')}`, n]));
    const { userName } = await company.okta.newUser();
    const { id } = (await company.okta.filter('/Users', `userName eq "${userName}"`)).json.Resources[0];
    const names = await ignoredBy((headers) => company.okta.put(`/Users/${id}`, bodyOf(userName, many), headers));
    expect(names.every((name) => name.length === 64)).toBe(true);
    const more = Object.fromEntries(Array.from({ length: 30 }, (_, n) => [`many${n}`, n]));
    expect(
      await ignoredBy((headers) => company.okta.put(`/Users/${id}`, bodyOf(userName, more), headers)),
    ).toHaveLength(20);
  });

  test('is nothing where all was taken, or the request was refused', async () => {
    const { id } = await company.okta.newUser();
    expect(await ignoredBy((headers) => company.okta.get(`/Users/${id}`, headers))).toEqual([]);
    const operations = [{ op: 'replace', value: { shoeSize: 44, userName: '' } }];
    expect(await ignoredBy((headers) => company.okta.patch(`/Users/${id}`, operations, headers))).toEqual([]);
  });

  test('can be searched for', async () => {
    const { json } = await company.admin.get('/requests?ignored=true');
    expect(json.requests.length).toBeGreaterThan(0);
    expect(json.requests.every(({ ignored }: { ignored: string[] }) => ignored.length > 0)).toBe(true);
    for (const other of ['false', '1', '', 'true&ignored=true'])
      expect((await company.admin.get(`/requests?ignored=${other}`)).status).toBe(400);
  });

  test('is told in the timeline of the person', async () => {
    const { id } = await company.okta.newUser();
    const change = [{ op: 'replace', value: { title: 'x', costCentre: '7' } }];
    const [name] = await ignoredBy((headers) => company.okta.patch(`/Users/${id}`, change, headers));
    const { json } = await company.admin.get(`/members/${id}/timeline`);
    const entry = json.entries.find(({ text }: { text: string }) => text.startsWith('PATCH'));
    expect(entry.text).toContain(`was answered with 200, without ${name}, which no schema defines`);
    expect(entry.details.ignored).toEqual(['costCentre']);
  });

  test('is no part of events', async () => {
    const { id } = await company.okta.newUser({ costCentre: 'secret-8' });
    const rows = await muster.rows<{ data: string }>('SELECT data FROM events WHERE resourceId = ?', [id]);
    expect(rows.map(({ data }) => String(data)).join('\n')).not.toMatch(/secret-8|costCentre/);
  });
});

describe('Names that are left out are counted', () => {
  let other: Company;
  beforeAll(async () => void (other = await newCompany(muster)), 60_000);

  test('by name in any letter case, with since and last, requests and key, and of a request once', async () => {
    await other.okta.newUser({ shoeSize: 44 });
    const { requests: one, ...first } = await countOf(other, 'shoeSize');
    expect({ one, ...first }).toEqual({
      one: 1,
      resourceType: 'User',
      name: 'shoeSize',
      since: expect.stringMatching(/^20.*Z$/),
      last: first.since,
      keyId: other.okta.keyId,
      hidden: false,
      definable: true,
    });
    await other.okta.newUser({ SHOESIZE: 45 });
    const { id } = await other.okta.newUser();
    const size = { op: 'replace', value: { title: 'x', shoeSize: 1 } };
    await other.okta.patch(`/Users/${id}`, [size, size]);
    const then = await countOf(other, 'shoeSize');
    expect(then).toMatchObject({ requests: 3, since: first.since });
    expect(then.last > first.last).toBe(true);
  });

  test('also where the organization keeps no log of requests', async () => {
    const { organizationId } = other.okta;
    await muster.app.get(OrganizationsService).changeSettings(organizationId, { requestLogRows: 0 }, OPERATOR);
    await other.okta.newUser({ withoutLog: 1 });
    expect(await countOf(other, 'withoutLog')).toMatchObject({ requests: 1 });
  });

  test('also of what is carried out after a 202', async () => {
    const headers = { Prefer: 'respond-async' };
    const { status } = await other.okta.post('/Users', bodyOf('later@example.com', { later: 1 }), headers);
    expect(status).toBe(202);
    await until(async () => (await countOf(other, 'later')) !== undefined);
  });

  test('of groups by themselves', async () => {
    await other.okta.newGroup({ shoeSize: 1 });
    const found = (await counted(other)).filter(({ name }) => name === 'shoeSize');
    expect(found.map(({ resourceType }) => resourceType).toSorted()).toEqual(['Group', 'User']);
  });

  test('and can be defined where an extension can hold them', async () => {
    const { id } = await other.okta.newUser({
      'urn:example:new:User': { a: 1 },
      [ENTERPRISE]: { costCentre: 1 },
      addresses: [{ city: 'x', country: 'JP' }],
    });
    await other.okta.patch(`/Users/${id}`, [{ name: 'x', op: 'replace', path: 'title', value: 'y' }]);
    const definable = new Map((await counted(other)).map((each) => [each.name, each.definable]));
    expect(Object.fromEntries(definable)).toMatchObject({
      'urn:example:new:User': true,
      [`${ENTERPRISE}:costCentre`]: false,
      'addresses.city': false,
      'Operations.name': false,
    });
  });

  test('until a schema defines them: then they are kept, at the top too', async () => {
    const urn = 'urn:ietf:params:scim:schemas:extension:shoes:2.0:User';
    const schema = { id: urn, name: 'Shoes', attributes: [{ name: 'shoeSize', type: 'integer' }] };
    expect((await other.admin.post('/extensions', { resourceType: 'User', schema })).status).toBe(201);
    const named = (await counted(other)).filter(({ name }) => name === 'shoeSize');
    expect(named.map(({ resourceType }) => resourceType)).toEqual(['Group']);
    expect(await other.okta.newUser({ shoeSize: 44 })).toMatchObject({ [urn]: { shoeSize: 44 } });
  });

  test('until an admin hides them, which can be taken back', async () => {
    const named = { resourceType: 'Group', name: 'shoeSize' };
    const isHidden = async () => (await countOf(other, 'shoeSize')).hidden;
    expect((await other.admin.send('PATCH', '/ignored', { ...named, hidden: true })).status).toBe(204);
    await other.okta.newGroup({ shoeSize: 2 });
    expect(await isHidden()).toBe(true);
    expect((await other.admin.send('PATCH', '/ignored', { ...named, hidden: false })).status).toBe(204);
    expect(await isHidden()).toBe(false);
    expect((await other.admin.send('PATCH', '/ignored', { ...named, name: 'unknown', hidden: true })).status).toBe(404);
    expect((await company.admin.send('PATCH', '/ignored', { ...named, hidden: true })).status).toBe(404);
    expect((await other.admin.send('PATCH', '/ignored', { ...named, hidden: 'yes' })).status).toBe(400);
  });

  test('at most 100 an organization: those that were not sent for the longest time are forgotten', async () => {
    for (let from = 0; from < 120; from += 20) {
      await other.okta.newUser(Object.fromEntries(Array.from({ length: 20 }, (_, n) => [`many${from + n}`, 1])));
      await muster.app.get(IgnoredRecorder).flush();
    }
    const names = (await counted(other)).map(({ name }) => name);
    expect(names).toHaveLength(100);
    expect(names).toContain('many119');
    expect(names).not.toContain('many0');
  });

  test('for one organization, which another one does not see', async () => {
    expect(await countOf(company, 'many119')).toBeUndefined();
  });
});
