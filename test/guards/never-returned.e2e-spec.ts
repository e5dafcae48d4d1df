import { beforeAll, describe, expect, test } from '@jest/globals';
import { OPERATOR } from '../../src/events/actor.js';
import { OrganizationsService } from '../../src/organizations/organizations.service.js';
import { RequestRecorder } from '../../src/history/requests/request-recorder.js';
import { SchemasService } from '../../src/organizations/schemas/schemas.service.js';
import { Application } from '../support/application.js';
import { completedOnce, LATER } from '../support/later.js';
import { withMuster } from '../support/muster.js';
import { type Company, newCompany } from '../support/organization.js';
import type { Answer } from '../support/scim-client.js';

const VAULT = 'urn:example:params:scim:schemas:extension:vault:2.0:User';
const USER = 'urn:ietf:params:scim:schemas:core:2.0:User';
const SEARCH = 'urn:ietf:params:scim:api:messages:2.0:SearchRequest';
const PATCH_OP = 'urn:ietf:params:scim:api:messages:2.0:PatchOp';
const BULK = 'urn:ietf:params:scim:api:messages:2.0:BulkRequest';
const SECRET = 'never-to-be-seen';
const never = { type: 'string', returned: 'never' };

/** Of each kind of attribute one that is never returned. */
const VALUES = {
  pin: `${SECRET}-pin`,
  codes: [`${SECRET}-code-1`, `${SECRET}-code-2`],
  safe: { place: 'cellar', combination: `${SECRET}-combination` },
  doors: [{ value: 'north', key: `${SECRET}-key` }],
  colour: 'red',
};
const NAMES = [
  `${VAULT}:pin`,
  `${VAULT}:codes`,
  `${VAULT}:safe.combination`,
  `${VAULT}:doors.key`,
  'password',
  VAULT,
  USER,
  `${VAULT}:safe`,
  `${VAULT}:doors`,
];

const muster = withMuster();
let company: Company;
let application: Application;
let path: string;
beforeAll(async () => {
  company = await newCompany(muster);
  const { organizationId } = company.okta;
  await muster.app.get(OrganizationsService).changeSettings(organizationId, { requestBodies: true }, OPERATOR);
  const attributes = [
    { name: 'pin', ...never },
    { name: 'codes', multiValued: true, ...never },
    {
      name: 'safe',
      type: 'complex',
      subAttributes: [
        { name: 'place', type: 'string' },
        { name: 'combination', ...never },
      ],
    },
    {
      name: 'doors',
      type: 'complex',
      multiValued: true,
      subAttributes: [
        { name: 'value', type: 'string' },
        { name: 'key', ...never },
      ],
    },
    { name: 'colour', type: 'string' },
  ];
  const document = { id: VAULT, name: 'Vault', description: 'What is kept', attributes };
  await muster.app.get(SchemasService).register(organizationId, 'User', document, OPERATOR);
  application = await Application.of(muster, organizationId);
  const { id } = await company.okta.newUser({ password: `${SECRET}-password`, [VAULT]: VALUES });
  path = `/Users/${id}`;
});

/** That an answer is one, tells something, and not that. */
function expectSilent({ status, text }: Answer): void {
  expect([200, 201]).toContain(status);
  expect(text.length).toBeGreaterThan(50);
  expect(text).not.toContain(SECRET);
}
const replacing = (title: string) => [
  { op: 'replace', path: 'title', value: title },
  { op: 'replace', path: `${VAULT}:pin`, value: `${SECRET}-${title}` },
];
const body = (title: string) => ({
  schemas: [USER],
  userName: `${title}@x.io`,
  title,
  password: `${SECRET}-${title}`,
  [VAULT]: { ...VALUES, pin: `${SECRET}-${title}` },
});

describe('What is returned: never is not given out', () => {
  test.each(NAMES)('for attributes=%s: by GET, a list, a search, pages by cursor, and the root', async (name) => {
    const { okta } = company;
    const query = `attributes=${encodeURIComponent(`${name},title`)}`;
    const filter = `filter=${encodeURIComponent('userName pr')}`;
    expectSilent(await okta.get(`${path}?${query}`));
    expectSilent(await okta.get(`/Users?${query}&${filter}`));
    expectSilent(await okta.get(`/?${query}`));
    for (const more of [{}, { cursor: '', count: 1 }])
      for (const endpoint of ['/Users/.search', '/.search'])
        if (endpoint === '/Users/.search' || !('cursor' in more))
          expectSilent(
            await okta.post(endpoint, { schemas: [SEARCH], attributes: [name], filter: 'userName pr', ...more }),
          );
    const first = await okta.get(`/Users?cursor&count=1&${query}`);
    expectSilent(first);
    if (first.json.nextCursor) expectSilent(await okta.get(`/Users?cursor=${first.json.nextCursor}&count=1&${query}`));
  });

  test.each(NAMES)('for attributes=%s: by a POST, a PUT and a PATCH', async (name) => {
    const { okta } = company;
    const query = `attributes=${encodeURIComponent(name)}`;
    const serial = `t${NAMES.indexOf(name)}`;
    const created = await okta.post(`/Users?${query}`, body(serial));
    expectSilent(created);
    const own = `/Users/${created.json.id}`;
    expectSilent(await okta.put(`${own}?${query}`, body(`${serial}x`)));
    expectSilent(await okta.send('PATCH', `${own}?${query}`, { schemas: [PATCH_OP], Operations: replacing('new') }));
  });

  test('by answers for which other attributes are left out', async () => {
    for (const name of ['title', `${VAULT}:colour`, VAULT, 'userName'])
      expectSilent(await company.okta.get(`${path}?excludedAttributes=${encodeURIComponent(name)}`));
    expectSilent(await company.okta.get(path));
    expect((await company.okta.get(path)).json[VAULT]).toEqual({
      safe: { place: 'cellar' },
      doors: [{ value: 'north' }],
      colour: 'red',
    });
  });

  test.each(['pin eq "x"', 'pin pr', 'codes eq "x"', 'safe.combination sw "n"', 'doors.key pr', 'doors[key pr]'])(
    'by a filter on it: %s',
    async (condition) => {
      const filter = `${VAULT}:${condition}`;
      for (const text of [filter, `not (${filter})`, `userName pr or ${filter}`]) {
        const answer = await company.okta.filter('/Users', text);
        expect([text, answer.status, answer.json.scimType]).toEqual([text, 400, 'invalidFilter']);
      }
    },
  );

  test('by an order of it', async () => {
    for (const name of ['pin', 'safe.combination']) {
      const { status } = await company.okta.get(`/Users?sortBy=${encodeURIComponent(`${VAULT}:${name}`)}`);
      expect(status).toBe(400);
    }
  });

  test('by Bulk and by errors', async () => {
    const Operations = [
      { method: 'POST', path: '/Users', bulkId: 'a', data: body('bulk') },
      { method: 'POST', path: '/Users', bulkId: 'b', data: body('bulk') },
      { method: 'PUT', path, data: { ...body('put'), [VAULT]: { pin: 7, codes: SECRET } } },
      { method: 'PATCH', path, data: { Operations: replacing('bulk-patch') } },
    ];
    const answer = await company.okta.post('/Bulk', { schemas: [BULK], Operations });
    expectSilent(answer);
    for (const wrong of [{ pin: [SECRET] }, { codes: { value: SECRET } }]) {
      const refused = await company.okta.patch(path, [{ op: 'replace', path: VAULT, value: wrong }]);
      expect(refused.text).not.toContain(SECRET);
    }
  });

  test('by events, in whatever form, by webhooks, the audit, exports and the log of requests', async () => {
    const { okta, admin } = company;
    await okta.patch(path, replacing('told'));
    await okta.put(path, body('told-again'));
    await okta.send('PATCH', path, { schemas: [PATCH_OP], Operations: replacing('later') }, LATER);
    await completedOnce(application, 1);
    await muster.app.get(RequestRecorder).flush();
    for (const table of [
      'events',
      'scim_requests',
      'outbox',
      'webhook_deliveries',
      'async_requests',
      'idempotency_keys',
    ]) {
      const rows = await muster.rows<Record<string, unknown>>(`SELECT * FROM ${table}`);
      const texts = rows.map((row) => Object.values(row).map(String).join(' '));
      expect([table, texts.filter((text) => text.includes(SECRET))]).toEqual([table, []]);
    }
    const { events } = await application.page('limit=500&types=user.*');
    expect(JSON.stringify(events)).toContain('told-again');
    expect(JSON.stringify(events)).not.toContain(SECRET);
    const tokens = (await application.drain()).map((token) =>
      Buffer.from(token.split('.')[1]!, 'base64url').toString(),
    );
    expect(tokens.length).toBeGreaterThan(5);
    expect(tokens.join('\n')).not.toContain(SECRET);
    const audit = JSON.stringify((await admin.get('/audit?limit=500')).json);
    expect(audit.length).toBeGreaterThan(500);
    expect(audit).not.toContain(SECRET);
    expect(JSON.stringify((await admin.get(`/members/${path.split('/').at(-1)}/timeline`)).json)).not.toContain(SECRET);
    expect(JSON.stringify((await admin.get('/members')).json)).not.toContain(SECRET);
  });
});
