import { beforeAll, describe, expect, test } from '@jest/globals';
import { OPERATOR } from '../../src/events/actor.js';
import { OrganizationsService } from '../../src/organizations/organizations.service.js';
import { RequestRecorder } from '../../src/history/requests/request-recorder.js';
import { withMuster } from '../support/muster.js';
import { type Company, newCompany } from '../support/organization.js';
import { loggedAs, newRequestId, tableText } from '../support/request-log.js';
import type { AnyJson, Answer } from '../support/scim-client.js';
import { until } from '../support/until.js';

const USER = 'urn:ietf:params:scim:schemas:core:2.0:User';
const PATCH_OP = 'urn:ietf:params:scim:api:messages:2.0:PatchOp';
const BULK = 'urn:ietf:params:scim:api:messages:2.0:BulkRequest';
const SEARCH = 'urn:ietf:params:scim:api:messages:2.0:SearchRequest';

const muster = withMuster();
let company: Company;
beforeAll(async () => {
  company = await newCompany(muster);
});

/** Sends a request and returns what an admin sees of it. */
async function logged(send: (headers: Record<string, string>) => Promise<Answer>): Promise<[Answer, AnyJson]> {
  const requestId = newRequestId();
  const answer = await send({ 'X-Request-Id': requestId, 'User-Agent': 'Okta SCIM Client 1.0.0' });
  return [answer, await loggedAs(muster, company.admin, requestId)];
}

describe('An admin sees of a request', () => {
  test('what was asked and answered, by which key and client', async () => {
    const [answer, row] = await logged((headers) =>
      company.okta.get('/Users?filter=userName eq "very-private"&count=1&token=private-too', headers),
    );
    expect(answer.status).toBe(200);
    expect(row).toEqual({
      id: expect.stringMatching(/^[0-9a-f-]{36}$/),
      requestId: answer.headers.get('x-request-id'),
      time: expect.stringMatching(/^20.*Z$/),
      method: 'GET',
      path: '/Users?filter=?&count=?&...',
      filter: 'userName eq ?',
      status: 200,
      scimType: null,
      detail: null,
      duration: expect.any(Number),
      keyId: company.okta.keyId,
      client: 'Okta SCIM Client 1.0.0',
      address: expect.stringContaining('127.0.0.1'),
      warning: null,
      body: null,
    });
    expect(Math.abs(Date.now() - Date.parse(row.time))).toBeLessThan(60_000);
  });

  test('the same id as everywhere else, when the client chose none', async () => {
    const { headers } = await company.okta.get('/Groups?count=0');
    const id = headers.get('x-request-id')!;
    expect(await loggedAs(muster, company.admin, id)).toMatchObject({ id, requestId: id, path: '/Groups?count=?' });
  });

  test.each<[string, (headers: Record<string, string>) => Promise<Answer>, object]>([
    [
      'what a filter in a body looked for',
      (headers) =>
        company.okta.post('/Users/.search', { schemas: [SEARCH], filter: 'emails[value eq "very-private"]' }, headers),
      { status: 200, method: 'POST', path: '/Users/.search', filter: 'emails[value eq ?]' },
    ],
    [
      'why a filter was refused, without the filter',
      (headers) => company.okta.get('/Users?filter=userName is very-private', headers),
      { status: 400, scimType: 'invalidFilter', filter: null, detail: expect.stringContaining('position') },
    ],
    [
      'why a body was refused',
      (headers) => company.okta.post('/Users', { schemas: [USER], userName: 'very-private', title: 42 }, headers),
      { status: 400, scimType: 'invalidValue', detail: expect.stringContaining('title') },
    ],
    [
      'that a body was no JSON',
      (headers) => company.okta.post('/Users', '{"userName": very-private', headers),
      { status: 400, scimType: 'invalidSyntax', detail: 'The body is not valid JSON' },
    ],
    [
      'that there was nothing',
      (headers) => company.okta.get('/Nothing/here', headers),
      { status: 404, path: '/Nothing/here', detail: expect.stringContaining('nothing at this URL') },
    ],
  ])('%s', async (_what, send, expected) => {
    const [answer, row] = await logged(send);
    expect(row).toMatchObject(expected);
    expect(row.detail).toBe(answer.json.detail ?? null);
  });

  test('how many operations of a bulk request failed, in one row', async () => {
    const post = (userName: string, bulkId: string) => ({
      method: 'POST',
      path: '/Users',
      bulkId,
      data: { schemas: [USER], userName },
    });
    const Operations = [
      post('bulk@example.com', 'a'),
      post('bulk@example.com', 'b'),
      { method: 'DELETE', path: '/Users/x' },
    ];
    const [answer, row] = await logged((headers) =>
      company.okta.post('/Bulk', { schemas: [BULK], Operations }, headers),
    );
    expect(answer.json.Operations.map(({ status }: { status: string }) => status)).toEqual(['201', '409', '404']);
    expect(row).toMatchObject({ method: 'POST', path: '/Bulk', status: 200, operations: 3, failedOperations: 2 });
  });

  test('that SCIM was switched off', async () => {
    const organizations = muster.app.get(OrganizationsService);
    await organizations.setScimEnabled(company.okta.organizationId, false, OPERATOR);
    const [, row] = await logged((headers) => company.okta.get('/Users', headers));
    await organizations.setScimEnabled(company.okta.organizationId, true, OPERATOR);
    expect(row).toMatchObject({
      status: 403,
      keyId: company.okta.keyId,
      detail: expect.stringContaining('switched off'),
    });
  });
});

describe('Of requests without a right key', () => {
  const withKey = (organizationId: string, key: string) => muster.client(organizationId, key);

  test('an admin sees that the key was wrong', async () => {
    const other = await muster.newTenant();
    for (const key of ['not-a-key-at-all', other.key]) {
      const [answer, row] = await logged((headers) => withKey(company.okta.organizationId, key).get('/Users', headers));
      expect(row).toMatchObject({ status: 401, keyId: null, path: '/Users', detail: answer.json.detail });
    }
  });

  test('a flood is counted, and fills no table', async () => {
    const victim = await newCompany(muster);
    const { organizationId } = victim.okta;
    for (let sent = 0; sent < 60; sent += 1) await withKey(organizationId, 'wrong').get('/Users');
    const counted = async () => {
      await muster.app.get(RequestRecorder).flush();
      const rows = (await victim.admin.get('/requests?status=401')).json.requests as { requests?: number }[];
      return { rows: rows.length, requests: rows.reduce((sum, { requests = 1 }) => sum + requests, 0) };
    };
    await until(async () => (await counted()).requests === 60);
    // Twice as many where a minute has gone by meanwhile.
    expect((await counted()).rows).toBeLessThanOrEqual(22);
  });

  test('nothing is kept for organizations that do not exist', async () => {
    const nobody = '0192f0c1-2d3e-7f40-8a51-0123456789ab';
    await withKey(nobody, 'wrong').get('/Users');
    await logged((headers) => company.okta.get('/Users?count=0', headers));
    expect(await muster.rows('SELECT id FROM scim_requests WHERE organizationId = ?', [nobody])).toEqual([]);
  });
});

describe('A body', () => {
  const body = (more: object = {}) => ({
    schemas: [USER],
    userName: `b${newRequestId()}@example.com`,
    password: 'hunter2-hunter2',
    ...more,
  });

  test('is not kept unless the organization wants it', async () => {
    const [answer, row] = await logged((headers) => company.okta.post('/Users', body(), headers));
    expect([answer.status, row.body]).toEqual([201, null]);
  });

  test('is kept without what is never returned once it is wanted, up to 16 KB', async () => {
    const { okta, admin } = await newCompany(muster, { requestBodies: true });
    const send = async (work: (headers: Record<string, string>) => Promise<Answer>) => {
      const requestId = newRequestId();
      await work({ 'X-Request-Id': requestId });
      return loggedAs(muster, admin, requestId);
    };
    const created = await send((headers) => okta.post('/Users', body({ title: 'Engineer' }), headers));
    expect(created.body).toMatchObject({ title: 'Engineer', password: '[redacted]' });
    const { id } = await okta.newUser();
    const Operations = [
      { op: 'replace', path: 'password', value: 'hunter2-hunter2' },
      { op: 'replace', path: 'title', value: 'Bearer hunter2-hunter2' },
    ];
    const patched = await send((headers) =>
      okta.send('PATCH', `/Users/${id}`, { schemas: [PATCH_OP], Operations }, headers),
    );
    expect(patched.body.Operations).toEqual([
      { op: 'replace', path: 'password', value: '[redacted]' },
      { op: 'replace', path: 'title', value: '[redacted]' },
    ]);
    const refused = await send((headers) => okta.post('/Users', { Password: 'hunter2-hunter2' }, headers));
    expect(refused).toMatchObject({ status: 400, body: { Password: '[redacted]' } });
    const members = Array.from({ length: 1_000 }, () => ({ value: '0192f0c1-2d3e-7f40-8a51-0123456789ab' }));
    const long = await send((headers) => okta.post('/Groups', { displayName: 'Long', members }, headers));
    expect(JSON.stringify(long.body).length).toBeLessThanOrEqual(16_384);
    expect(long.body.displayName).toBe('Long');
    expect(long.body.members.at(-1)).toBe('…');
  });
});

test('Nothing that was private stands anywhere in the table', async () => {
  const text = await tableText(muster);
  expect(text).toContain('userName eq ?');
  for (const secret of ['very-private', 'private-too', 'hunter2', 'not-a-key-at-all', company.okta.key])
    expect(text).not.toContain(secret);
});

test('The log adds no statement to a request', async () => {
  const statements = await muster.statements.allDuring(() => company.okta.get('/Users?count=0'));
  expect(statements.filter(({ text }) => text.includes('scim_requests'))).toEqual([]);
});
