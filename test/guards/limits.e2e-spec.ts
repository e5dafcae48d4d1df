import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { AdminCredentials } from '../../src/access/admins/admin-credentials.js';
import { AdminsService } from '../../src/access/admins/admins.service.js';
import { Passkeys } from '../../src/access/admins/passkeys.js';
import { ApplicationKeysService } from '../../src/scim-auth/application-keys/application-keys.service.js';
import { newId } from '../../src/platform/ids/new-id.js';
import { OPERATOR } from '../../src/events/actor.js';
import { OrganizationsService } from '../../src/organizations/organizations.service.js';
import { SchemaDocumentError } from '../../src/scim/attributes/schema-document.js';
import { SchemasService } from '../../src/organizations/schemas/schemas.service.js';
import { ScimKeysService } from '../../src/scim-auth/scim-keys.service.js';
import { WebhooksService } from '../../src/subscriptions/webhooks/webhooks.service.js';
import { Admin } from '../support/admin.js';
import { Application } from '../support/application.js';
import { withMuster } from '../support/muster.js';
import { assigned, type Company, newCompany } from '../support/organization.js';
import { partsOf } from '../support/person.js';
import { anyKeyFor, BegunRotation, manyConfirmed, wrappedForAll } from '../support/rotations.js';
import { OTHERS } from './other-bounds.js';

const USER = 'urn:ietf:params:scim:schemas:core:2.0:User';
const PATCH_OP = 'urn:ietf:params:scim:api:messages:2.0:PatchOp';
const BULK = 'urn:ietf:params:scim:api:messages:2.0:BulkRequest';
const SEARCH = 'urn:ietf:params:scim:api:messages:2.0:SearchRequest';
const DAY_MS = 86_400_000;

const muster = withMuster();
let company: Company;
let organizationId: string;
let admin: Admin;
let operator: Admin;
let application: Application;
beforeAll(async () => {
  company = await newCompany(muster);
  ({ organizationId } = company.okta);
  admin = await Admin.of(muster, organizationId);
  operator = await Admin.of(muster, null);
  application = await Application.of(muster, organizationId);
});

const letters = (number: number) => 'x'.repeat(number);
const names = (number: number) => Array.from({ length: number }, (_, index) => `n${index}`);
const of = <T>(type: new (...parts: never[]) => T) => muster.app.get<T>(type);
const at = (path: string) => `/organizations/${organizationId}${path}`;
const signedIn = async () =>
  (await of(AdminsService).list(undefined, '', 500)).find(({ email }) => email === admin.email)!;
const current = async () => (await of(AdminCredentials).ofCookie(admin.cookie.slice(admin.cookie.indexOf('=') + 1)))!;

/** The status that it is answered or refused with; 200 for what a service does not refuse. */
async function statusOf(work: Promise<unknown>): Promise<number> {
  try {
    const answer = (await work) as { status?: unknown } | undefined;
    return typeof answer?.status === 'number' ? answer.status : 200;
  } catch (error) {
    if (error instanceof SchemaDocumentError) return 400;
    const { status } = error as { status?: unknown };
    if (typeof status !== 'number') throw error;
    return status;
  }
}

const user = (attributes: object) =>
  company.okta.post('/Users', { schemas: [USER], userName: `${newId()}@x.io`, ...attributes });
const filter = (text: string) => company.okta.post('/Users/.search', { schemas: [SEARCH], filter: text, count: 1 });
const bulk = (Operations: object[]) => company.okta.post('/Bulk', { schemas: [BULK], Operations });
const schema = (attributes: object[], id = `urn:x:${newId()}`, description = 'x') =>
  of(SchemasService).register(organizationId, 'User', { id, name: 'X', description, attributes }, OPERATOR);
const webhook = (more: object) =>
  of(WebhooksService).create(
    organizationId,
    { label: 'x', types: null, url: 'https://app.example/', ...more },
    OPERATOR,
  );

/** By the constant: how many it has to say, and what is tried with as many and with one more. */
const LIMITS: Record<string, readonly [limit: number, ask: (number: number) => Promise<unknown>]> = {
  'access/http/bodies.ts MAX_PASSWORD': [
    1_000,
    (n) => operator.post('/session', { email: 'nobody@acme.example', password: letters(n) }),
  ],
  'access/admins/admin-credentials.ts MAX_LABEL': [
    100,
    async (n) =>
      of(AdminCredentials).createToken(await current(), { label: letters(n), scope: 'write', lifetime: DAY_MS }),
  ],
  'access/admins/admin-credentials.ts MAX_SENSITIVE_MS': [
    90 * DAY_MS,
    async (n) => of(AdminCredentials).createToken(await current(), { label: 'x', scope: 'sensitive', lifetime: n }),
  ],
  'access/admins/admins.service.ts MAX_NAME': [
    200,
    (n) => of(AdminsService).invite({ email: `${newId()}@acme.example`, name: letters(n), organizationId }, OPERATOR),
  ],
  'access/admins/passkeys.ts MAX_PASSKEYS': [
    20,
    async (n) => {
      const { id } = await signedIn();
      await muster.rows('DELETE FROM admin_passkeys');
      for (const name of names(n - 1))
        await muster.rows(
          'INSERT INTO admin_passkeys (id, adminId, label, credentialId, publicKey, counter, createdAt) VALUES (?, ?, ?, ?, ?, 0, 1)',
          [newId(), id, name, name, 'x'],
        );
      return of(Passkeys).registrationOptions(await current());
    },
  ],
  'scim-auth/application-keys/application-keys.service.ts MAX_APPLICATION_KEYS': [
    20,
    async (n) => {
      const other = await muster.newOrganization();
      const create = () => of(ApplicationKeysService).create(other, 'x', DAY_MS, OPERATOR);
      for (const _ of names(n - 1)) await create();
      return create();
    },
  ],
  'access/admins/admin-credentials.ts MAX_TOKENS': [
    20,
    async (n) => {
      const other = await Admin.of(muster, organizationId);
      for (const _ of names(n - 1)) await other.post('/me/tokens', { label: 'x' });
      return other.post('/me/tokens', { label: 'x' });
    },
  ],
  'scim-auth/scim-keys.service.ts MAX_KEYS': [
    10,
    async (n) => {
      const other = await muster.newOrganization();
      for (const _ of names(n - 1)) await muster.newKey(other);
      return muster.newKey(other);
    },
  ],
  'scim-auth/application-keys/application-keys.service.ts MAX_LABEL_LENGTH': [
    100,
    (n) => of(ApplicationKeysService).create(organizationId, letters(n), DAY_MS, OPERATOR),
  ],
  'scim-auth/scim-keys.service.ts MAX_LABEL_LENGTH': [
    100,
    (n) => of(ScimKeysService).create(organizationId, { label: letters(n), lifetime: DAY_MS }, OPERATOR),
  ],
  'organizations/organizations.service.ts MAX_NAME_LENGTH': [
    200,
    (n) => of(OrganizationsService).create(newId().padEnd(n, 'x'), false, OPERATOR),
  ],
  'subscriptions/webhooks/webhooks.service.ts MAX_LABEL_LENGTH': [100, (n) => webhook({ label: letters(n) })],
  'subscriptions/webhooks/webhooks.service.ts MAX_ENDPOINTS': [
    20,
    async (n) => {
      await muster.rows('DELETE FROM webhook_endpoints');
      for (const _ of names(n - 1)) await webhook({});
      return webhook({});
    },
  ],
  'subscriptions/webhooks/destinations.ts MAX_URL_LENGTH': [
    2_048,
    async (n) => {
      await muster.rows('DELETE FROM webhook_endpoints');
      return webhook({ url: 'https://app.example/'.padEnd(n, 'x') });
    },
  ],
  'subscriptions/webhooks/webhooks.service.ts MAX_OVERLAP_MS': [
    30 * 86_400_000,
    async (n) => {
      await muster.rows('DELETE FROM webhook_endpoints');
      const { endpoint } = await webhook({});
      return of(WebhooksService).rotateSecret(organizationId, endpoint.id, n, OPERATOR);
    },
  ],
  'subscriptions/feed/event-types.ts MAX_PATTERNS': [
    20,
    (n) =>
      application.ask(
        `types=${names(n)
          .map(() => 'user.*')
          .join(',')}`,
      ),
  ],
  'subscriptions/feed/feed.controller.ts MAX_PAGE': [500, (n) => application.ask(`limit=${n}`)],
  'access/found-keys/found-keys.controller.ts MAX_KEYS': [100, (n) => operator.post('/found-keys', { keys: names(n) })],
  'access/found-keys/found-keys.controller.ts MAX_KEY_LENGTH': [
    200,
    (n) => operator.post('/found-keys', { keys: [letters(n)] }),
  ],
  'platform/http/page-query.ts MAX_PAGE': [500, (n) => operator.get(`/organizations?limit=${n}`)],
  'platform/http/idempotency/idempotency.interceptor.ts MAX_KEY': [
    255,
    (n) => admin.send('POST', at('/keys'), { label: 'x' }, { 'Idempotency-Key': newId().padEnd(n, 'x') }),
  ],
  'history/requests/http/requests-query.ts MAX_PAGE': [500, (n) => company.admin.get(`/requests?limit=${n}`)],
  'history/timeline/http/timeline.controller.ts MAX_PAGE': [
    200,
    (n) => company.admin.get(`/members/${company.adminId}/timeline?limit=${n}`),
  ],
  'subscriptions/security-events/http/poll-body.ts MAX_SETTLED': [
    1_000,
    (n) => application.askPoll({ returnImmediately: true, ack: names(n) }),
  ],
  'subscriptions/security-events/http/poll-body.ts MAX_JTI_LENGTH': [
    128,
    (n) => application.askPoll({ returnImmediately: true, ack: [letters(n)] }),
  ],
  'scim/attributes/canonical.ts MAX_VALUES': [200, (n) => user({ ims: names(n).map((value) => ({ value })) })],
  'scim/attributes/schema-document.ts MAX_ATTRIBUTES': [
    200,
    (n) => schema(names(n).map((name) => ({ name, type: 'string' }))),
  ],
  'scim/attributes/schema-document.ts MAX_URN_LENGTH': [
    200,
    (n) => schema([{ name: 'a', type: 'string' }], `urn:x:${newId()}:`.padEnd(n, 'x')),
  ],
  'scim/attributes/schema-document.ts MAX_TEXT_LENGTH': [
    2_000,
    (n) => schema([{ name: 'a', type: 'string' }], undefined, letters(n)),
  ],
  'scim/bulk/bulk-request.ts MAX_BULK_OPERATIONS': [
    1_000,
    (n) => bulk(names(n).map(() => ({ method: 'DELETE', path: '/Users/none' }))),
  ],
  'scim/filter/parser.ts MAX_FILTER_LENGTH': [8_192, (n) => filter(`title eq "${letters(n - 11)}"`)],
  'scim/filter/parser.ts MAX_FILTER_DEPTH': [20, (n) => filter(`${'('.repeat(n - 1)}title pr${')'.repeat(n - 1)}`)],
  'scim/filter/parser.ts MAX_FILTER_TERMS': [
    200,
    (n) =>
      filter(
        names(n)
          .map(() => 'title pr')
          .join(' or '),
      ),
  ],
  'scim/patch/operation.ts MAX_OPERATIONS': [
    2_000,
    async (n) => {
      const { id } = await company.okta.newUser();
      const Operations = names(n).map(() => ({ op: 'replace', path: 'title', value: 'x' }));
      return company.okta.send('PATCH', `/Users/${id}`, { schemas: [PATCH_OP], Operations });
    },
  ],
  'onboarding/http/key-rotation-bodies.ts MAX_KEYS': [
    500,
    async (n) => {
      const own = await newCompany(muster);
      const { id, recipientHash } = (await wrappedForAll(own.admin))[0]!;
      const keys = [anyKeyFor(id, recipientHash), ...(await manyConfirmed(muster, own, n - 1))];
      return (await BegunRotation.of(own.admin)).add(keys);
    },
  ],
  'onboarding/http/key-rotation-bodies.ts MAX_PAGE_BYTES': [
    512 * 1024,
    async (n) => {
      const rotation = await BegunRotation.of(company.admin);
      const page = JSON.stringify({ wrappedKeys: await wrappedForAll(company.admin) });
      return company.admin.sendText('POST', `/key-rotations/${rotation.id}/keys`, page.padEnd(n));
    },
  ],
  'onboarding/http/is-age-file.ts MAX_LENGTH': [
    8_192,
    async (n) => {
      const { person, link } = await assigned(muster, company);
      const { linkId, token } = partsOf(await link());
      const key = await person.newKey();
      const protectedIdentity = key.protectedIdentity.trimEnd().padEnd(n, '\n');
      return person.post(`/links/${linkId}/accept`, { token, ...key, protectedIdentity });
    },
  ],
};

/** Constants of the server that are named as limits. */
function constants(): string[] {
  const found: string[] = [];
  const files = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard', 'src'], {
    encoding: 'utf8',
  });
  for (const file of files.split('\n').filter((path) => path.endsWith('.ts') && !path.endsWith('.spec.ts'))) {
    if (file.startsWith('src/tools/')) continue;
    let text = '';
    try {
      text = readFileSync(file, 'utf8');
    } catch {
      // It was moved, and is not committed yet.
    }
    for (const [, name] of text.matchAll(/^(?:export )?const (MAX_\w+)(?:: \w+)? = /gm))
      found.push(`${file.slice('src/'.length)} ${name}`);
  }
  return found;
}

test('Each constant that is named as a limit is in this file', () => {
  const known = new Set([...Object.keys(LIMITS), ...Object.keys(OTHERS)]);
  const unknown = constants().filter((name) => !known.has(name));
  expect({ 'to be tried here, or said why not': unknown }).toEqual({ 'to be tried here, or said why not': [] });
});

describe('As many as the limit says are taken, and one more is refused:', () => {
  test.each(Object.keys(LIMITS))('%s', async (name) => {
    const [limit, ask] = LIMITS[name]!;
    const taken = await statusOf(ask(limit));
    expect([taken < 400 || taken === 401, taken]).toEqual([true, taken]);
    const refused = await statusOf(ask(limit + 1));
    expect([400, 409, 413]).toContain(refused);
  });

  test('labels of passkeys, and passwords', async () => {
    const register = (n: number) =>
      admin.post('/me/passkeys', { label: letters(n), response: { id: 'x', response: {} } });
    expect((await register(100)).json.reason).toBe('passkey_refused');
    expect((await register(101)).json.reason).toBe('invalid');
    await expect(of(Passkeys).register(await current(), letters(101), {} as never)).rejects.toThrow(
      'A label has 1 to 100',
    );
    const password = (n: number) => admin.send('PUT', '/me/password', { password: 'ab7!x'.repeat(300).slice(0, n) });
    for (const [length, status] of [
      [11, 400],
      [1_001, 400],
      [1_000, 204],
      [12, 204],
    ] as const)
      expect([length, (await password(length)).status]).toEqual([length, status]);
  });

  test('pages of SCIM', async () => {
    const { okta } = await newCompany(muster);
    const { json } = await okta.get('/Users?count=1000000');
    expect(json.itemsPerPage).toBeLessThanOrEqual(1_000);
    expect((await okta.get('/Users?cursor&count=1001')).json.scimType).toBe('invalidCount');
    expect((await okta.get('/Users?cursor&count=1000')).status).toBe(200);
  });

  test('the depth of JSON', async () => {
    const deep = (n: number) =>
      company.okta.post(
        '/Users',
        `{"schemas": ["${USER}"], "userName": "${newId()}", "x": ${'['.repeat(n)}${']'.repeat(n)}}`,
      );
    expect((await deep(31)).status).toBe(201);
    expect(await deep(32)).toMatchObject({ status: 400, json: { detail: expect.stringMatching(/deep/) } });
  });

  test('what an operation of an asynchronous bulk request says of itself', async () => {
    const send = async (operation: object) =>
      (
        await company.okta.post(
          '/Bulk',
          { schemas: [BULK], Operations: [{ method: 'POST', path: '/Users', bulkId: 'a', data: {}, ...operation }] },
          { Prefer: 'respond-async' },
        )
      ).status;
    expect(await send({ bulkId: letters(255) })).toBe(202);
    expect(await send({ bulkId: letters(256) })).toBe(400);
    expect(await send({ method: 'DELETE', path: `/Users/${letters(293)}` })).toBe(202);
    expect(await send({ method: 'DELETE', path: `/Users/${letters(294)}` })).toBe(400);
  });

  test('bodies of the API', async () => {
    const body = (n: number) => operator.post('/organizations', { name: 'x', more: letters(n) });
    expect((await body(60_000)).status).toBe(400);
    expect((await body(66_000)).status).toBe(413);
  });

  test('header fields', async () => {
    const header = (n: number) => company.okta.get('/Users?count=0', { 'X-Long': letters(n) });
    expect((await header(15_000)).status).toBe(200);
    expect((await header(17_000)).status).toBe(431);
  });

  test('a page of members is cut down to 500', async () => {
    const sent = await muster.statements.recordedDuring(() => company.admin.get('/members?limit=100000'));
    const page = sent.find(({ text }) => / FROM users .* LIMIT \?$/.test(text));
    expect(page?.values.at(-1)).toBe(500);
  });
});
