import { beforeAll, describe, expect, test } from '@jest/globals';
import { answerSchemas } from '../../src/web/openapi/answers/answers.js';
import { IgnoredRecorder } from '../../src/history/ignored/ignored-recorder.js';
import { RequestRecorder } from '../../src/history/requests/request-recorder.js';
import { Admin } from '../support/admin.js';
import { Application } from '../support/application.js';
import { Authenticator } from '../support/authenticator.js';
import { assignMany, deactivateAll, guardedCompany } from '../support/breaker.js';
import { made } from '../support/made-people.js';
import { withMuster } from '../support/muster.js';
import { closed, faultsOf, type OpenApi, openApiOf, type Operation, operationsBelow } from '../support/openapi.js';
import { type Company, confirmed } from '../support/organization.js';
import type { ApiAnswer, Person } from '../support/person.js';

const BASE = '/api/v1';
const O = '/organizations/{organizationId}';
const JSON_TYPE = 'application/json';

const muster = withMuster();
let document: OpenApi;
let company: Company;
let member: Person;
let admin: Admin;
let application: Application;
/** Ids in paths, by where they stand. */
const ids: Record<string, string> = {};
/** What was answered on the way, by method and path. */
const answers = new Map<string, ApiAnswer>();

async function post(path: string, body: object = {}, by: Pick<Admin, 'post'> = admin): Promise<ApiAnswer> {
  const answer = await by.post(filled(path), body);
  answers.set(`post ${path}`, answer);
  return answer;
}
const filled = (path: string) =>
  path.replaceAll(/(\/[\w-]+)\/{\w+}/g, (place: string, collection: string) => `${collection}/${ids[place]}`);

beforeAll(async () => {
  document = await openApiOf(muster);
  company = await guardedCompany(muster, { requestBodies: true });
  const { okta } = company;
  ids[O] = okta.organizationId;
  admin = await Admin.of(muster, null);
  application = await Application.of(muster, okta.organizationId);
  const { id, person } = await confirmed(muster, company);
  member = person;
  const held = await assignMany(muster, company, 5);
  await deactivateAll(okta, held);
  const group = await okta.newGroup({ members: [{ value: id }, { value: held[4] }], colour: 'red' });
  await okta.get('/Users?filter=x');
  await muster.app.get(RequestRecorder).flush();
  await muster.app.get(IgnoredRecorder).flush();
  const passkeys = await post('/me/passkeys/options');
  await post('/me/passkeys', {
    label: 'Phone',
    response: new Authenticator('https://muster.example').make(passkeys.json),
  });
  await post('/session/passkey/options');
  await post('/me/tokens', { label: 'Report' });
  await post('/organizations', { name: 'Globex' });
  await post('/admins', { email: 'grace@acme.example', name: 'Grace', organizationId: okta.organizationId });
  await post(`${O}/keys`, { label: 'Okta' });
  await post(`${O}/application-keys`, { label: 'HR' });
  await post(`${O}/roles`, { displayName: 'Editor' });
  await post(`${O}/entitlements`, { displayName: 'Seat' });
  const schema = { id: 'urn:acme:ext', name: 'Acme', attributes: [{ name: 'badge', type: 'string' }] };
  await post(`${O}/extensions`, { resourceType: 'User', schema });
  const { json } = await post(`${O}/webhooks`, { url: 'https://app.example/hooks' });
  await post(`${O}/audit/verify`, { limit: 5 });
  await post(`${O}/member-actions`, { action: 'invite', ids: [held[4]] });
  const mails = await admin.get(filled(`${O}/mails`));
  const requests = await admin.get(filled(`${O}/requests`));
  Object.assign(ids, {
    '/members/{id}': held[4],
    '/groups/{id}': group.id,
    '/webhooks/{id}': json.webhook.id,
    '/mails/{id}': mails.json.mails[0].id,
    '/requests/{id}': requests.json.requests[0].id,
  });
  await post(`${O}/webhooks/{id}/test`);
  await post(`${O}/breaker/discard`, { ids: [held[3]] });
  await okta.delete(`/Users/${company.adminId}`);
  await post(`${O}/adoptions/approve`, { ids: [(await made(muster, company)).id] });
  await post(`${O}/adoptions/refuse`, { ids: [held[4]!] });
  await post(`${O}/connection-test`);
}, 60_000);

const operations = () => operationsBelow(document, BASE);
const schemas = () => ({
  ...document.components.schemas,
  ...Object.fromEntries(
    Object.entries(document.components.schemas)
      .filter(([name]) => name in answerSchemas)
      .map(([name, schema]) => [name, closed(schema)]),
  ),
});
const success = ({ responses }: Operation) => Object.entries(responses).find(([status]) => /^[23]/.test(status))!;

describe('The OpenAPI document of the admin API', () => {
  test('describes what each operation answers, with an example that fits', () => {
    for (const { path, method, operation } of operations()) {
      const [status, { description, content = {} }] = success(operation);
      expect([path, description]).toEqual([path, expect.stringMatching(/\w/)]);
      if (status === '204' || status === '302') continue;
      const { [JSON_TYPE]: media, ...others } = content;
      expect([path, method, media?.example !== undefined || Object.keys(others).length > 0]).toEqual([
        path,
        method,
        true,
      ]);
      if (media)
        expect([path, method, faultsOf(closed(media.schema), media.example, schemas())]).toEqual([path, method, null]);
    }
  });

  test('has an example of each body, which fits too', () => {
    const bodies = operations().filter(({ operation }) => operation.requestBody);
    expect(bodies.length).toBeGreaterThan(30);
    for (const { path, operation } of bodies) {
      const { schema, example } = operation.requestBody!.content[JSON_TYPE]!;
      expect([path, example]).toEqual([path, expect.any(Object)]);
      expect([path, faultsOf(schema, example, document.components.schemas)]).toEqual([path, null]);
    }
  });

  test('says where an Idempotency-Key is taken', () => {
    const taking = operations().filter(({ operation }) =>
      operation.parameters?.some(({ name }) => name === 'Idempotency-Key'),
    );
    expect(taking.map(({ method, path }) => `${method} ${path}`).toSorted()).toEqual([
      'post /admins',
      'post /me/tokens',
      'post /organizations',
      `post ${O}/application-keys`,
      `post ${O}/entitlements`,
      `post ${O}/extensions`,
      `post ${O}/keys`,
      `post ${O}/roles`,
      `post ${O}/webhooks`,
    ]);
    for (const { operation } of taking)
      expect(Object.keys(operation.responses)).toEqual(expect.arrayContaining(['409', '422']));
  });
});

describe('Real answers', () => {
  const expectFit = (what: string, operation: Operation, { status, json }: ApiAnswer) => {
    const [described, { content }] = success(operation);
    expect([what, String(status)]).toEqual([what, described]);
    expect([what, faultsOf(closed(content![JSON_TYPE]!.schema), json, schemas())]).toEqual([what, null]);
  };
  const read = async (path: string): Promise<ApiAnswer> => {
    if (['/me', '/me/key', '/key-log'].some((own) => path === O + own)) return member.get(path.slice(O.length));
    if (path !== `${O}/events`) return admin.get(filled(path));
    const response = await application.ask();
    return { status: response.status, json: await response.json() };
  };

  test('of every GET are as described', async () => {
    const reads = operations().filter(
      ({ method, operation }) => method === 'get' && success(operation)[1].content?.[JSON_TYPE],
    );
    expect(reads.length).toBeGreaterThan(30);
    for (const { path, operation } of reads) {
      const answer = await read(path);
      expectFit(path, operation, answer);
      for (const [name, part] of Object.entries<unknown>(answer.json))
        if (Array.isArray(part)) expect([path, name, part.length > 0]).toEqual([path, name, true]);
    }
  });

  test('of what makes something and does something are too', () => {
    expect(answers.size).toBeGreaterThan(15);
    for (const [what, answer] of answers) {
      const [method, path] = what.split(' ') as [string, string];
      expectFit(what, document.paths[BASE + path]![method]!, answer);
    }
  });
});
