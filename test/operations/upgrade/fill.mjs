import { randomUUID } from 'node:crypto';
import { createServer } from 'node:http';
import { asked, until } from './former.mjs';
import { Person } from './person.mjs';

const USER = 'urn:ietf:params:scim:schemas:core:2.0:User';
const GROUP = 'urn:ietf:params:scim:schemas:core:2.0:Group';
const ENTERPRISE = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';
/** What an organization has defined itself. */
export const BADGES = 'urn:ietf:params:scim:schemas:extension:acme:2.0:User';
const message = (name) => `urn:ietf:params:scim:api:messages:2.0:${name}`;
const ADA = { email: 'ada@acme.example', password: 'granite whisper falcon' };
const JSON_TYPE = { 'Content-Type': 'application/json' };

/** Brings a bit of everything into a server of before. @returns the ids and secrets to ask it with */
export async function filled({ url, output }, former) {
  const admin = await setUp(url, output);
  const api = async (method, path, body, statuses = [200, 201, 202, 204]) =>
    (
      await asked(method, `${url}/api/v1${path}`, {
        body,
        headers: { ...JSON_TYPE, Cookie: admin.cookie, 'Idempotency-Key': randomUUID() },
        statuses,
      })
    ).body;
  const acme = admin.organizationId;
  const { id: globex } = await api('POST', '/organizations', { name: 'Globex', scimEnabled: true });
  await api('PATCH', `/organizations/${acme}`, {
    scimEnabled: true,
    settings: { adoption: 'ask', requestBodies: true },
  });
  const at = `/organizations/${acme}`;
  const keys = await keysOf(api, acme, globex);
  const receiver = await receiving();
  const has = await governed(api, at, former, acme);
  const webhooks = await subscribed(api, at, receiver.url);
  const scim = scimOf(`${url}/scim/v2/${acme}`, keys.okta.key);
  await staged(api, at, scim);
  const people = await provisioned(scim, has);
  const groups = await grouped(scim, people);
  await elsewhere(scimOf(`${url}/scim/v2/${globex}`, keys.strict.key));
  const member = await onboarded(`${url}/api/v1${at}`, former, acme, people, api);
  await refused(scim, `${url}/scim/v2/${acme}`, keys.revoked.key, people);
  await held(api, at, scim, people);
  await acknowledged(`${url}/api/v1${at}`, keys.application.key);
  await until(
    async () => (await api('GET', `${at}/webhooks/${webhooks.taken}/deliveries`)).deliveries.length > 0,
    () => 'No webhook was delivered',
  );
  for (const id of Object.values(webhooks)) await api('POST', `${at}/webhooks/${id}/disable`);
  receiver.close();
  // The secret of cursors is made with the first of them.
  await scim('GET', '/Users?count=10&cursor');
  const { token } = await api('POST', '/me/tokens', { label: 'Report', scope: 'read' });
  await former.command('account', 'create', 'grace@acme.example', '--organization', acme, '--print-link');
  await asked('POST', `${url}/api/v1/session`, { body: { ...ADA, password: 'a wrong one' }, headers: JSON_TYPE });
  return {
    acme,
    globex,
    people,
    groups,
    webhook: webhooks.taken,
    scimKey: keys.okta.key,
    strictKey: keys.strict.key,
    revokedKey: keys.revoked.key,
    applicationKey: keys.application.key,
    adminCookie: admin.cookie,
    adminToken: token,
    memberCookie: member.cookie,
  };
}

async function setUp(url, output) {
  const token = () => /Set up Muster in a browser: [^"]*?([\w-]{43})"/.exec(output())?.[1];
  await until(token, () => 'It told no link');
  const body = { ...ADA, token: token(), name: 'Ada Lovelace', organizationName: 'Acme' };
  const made = await asked('POST', `${url}/api/v1/setup`, { body, headers: JSON_TYPE, statuses: [201] });
  return { cookie: made.cookie, organizationId: made.body.organizationId };
}

async function keysOf(api, acme, globex) {
  const made = (organizationId, kind, body) =>
    api('POST', `/organizations/${organizationId}/${kind}`, { expiresInDays: 365, ...body });
  const keys = {
    okta: await made(acme, 'keys', { label: 'Okta' }),
    retired: await made(acme, 'keys', { label: 'Okta of last year' }),
    revoked: await made(acme, 'keys', { label: 'Lost' }),
    strict: await made(globex, 'keys', { label: 'Entra', profile: 'strict' }),
    application: await made(acme, 'application-keys', { label: 'HR' }),
    formerApplication: await made(acme, 'application-keys', { label: 'HR of before' }),
  };
  await api('POST', `/organizations/${acme}/keys/${keys.retired.id}/retire`, { inDays: 7 });
  await api('POST', `/organizations/${acme}/keys/${keys.revoked.id}/revoke`);
  await api('POST', `/organizations/${acme}/application-keys/${keys.formerApplication.id}/revoke`);
  return keys;
}

/** What an organization defines itself. */
async function governed(api, at, former, acme) {
  const attributes = [
    { name: 'badge', type: 'string', uniqueness: 'server' },
    { name: 'floors', type: 'integer', multiValued: true },
  ];
  await api('POST', `${at}/extensions`, { resourceType: 'User', schema: { id: BADGES, name: 'Acme', attributes } });
  await former.command('role', 'create', acme, 'Reader');
  const role = await api('POST', `${at}/roles`, { displayName: 'Editor', description: 'Writes and publishes' });
  const entitlement = await api('POST', `${at}/entitlements`, { displayName: 'Office' });
  return { roles: [{ value: role.id }], entitlements: [{ value: entitlement.id }] };
}

/** One webhook whose receiver takes everything, and one whose receiver takes nothing. */
async function subscribed(api, at, url) {
  const made = async (body) => (await api('POST', `${at}/webhooks`, body)).webhook.id;
  return {
    taken: await made({ url: `${url}/taken`, label: 'HR', types: 'user.*' }),
    failing: await made({ url: `${url}/failing`, label: 'Down' }),
  };
}

async function receiving() {
  const server = createServer((request, response) => response.writeHead(request.url === '/taken' ? 204 : 503).end());
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { url: `http://127.0.0.1:${server.address().port}`, close: () => server.close() };
}

function scimOf(base, key) {
  const headers = { Authorization: `Bearer ${key}`, 'Content-Type': 'application/scim+json' };
  return async (method, path, body, more = {}, statuses = [200, 201, 202, 204]) =>
    (await asked(method, base + path, { body, headers: { ...headers, ...more }, statuses })).body;
}

/** @param has what every sixth person has, too */
function personOf(number, has = {}) {
  const userName = `person-${number}@acme.example`;
  return {
    schemas: [USER, ENTERPRISE, BADGES],
    userName,
    externalId: `00u${number}`,
    displayName: `Pérson ${number} 🙂`,
    name: { givenName: `Pérson`, familyName: `N${number}` },
    active: true,
    emails: [
      { value: userName, type: 'work', primary: true },
      ...(number % 3 === 0 ? [{ value: `home-${number}@example.net`, type: 'home' }] : []),
    ],
    ...(number % 4 === 0 && { phoneNumbers: [{ value: `+44 ${number}`, type: 'mobile' }] }),
    ...(number % 5 === 0 && { addresses: [{ streetAddress: `${number} High St`, locality: 'Leeds', type: 'work' }] }),
    ...(number % 6 === 0 && has),
    [ENTERPRISE]: { employeeNumber: String(number), department: number % 2 ? 'Sales' : 'Research' },
    [BADGES]: { badge: `B-${number}`, floors: [number, number + 1] },
  };
}

async function staged(api, at, scim) {
  await api('PATCH', at, { settings: { invitesLater: true } });
  for (const number of [30, 31]) await scim('POST', '/Users', personOf(number));
  await api('PATCH', at, { settings: { invitesLater: false } });
}

const change = (...Operations) => ({ schemas: [message('PatchOp')], Operations });

async function provisioned(scim, has) {
  const people = [];
  for (let number = 1; number <= 28; number += 1) people.push((await scim('POST', '/Users', personOf(number, has))).id);
  const manager = { path: `${ENTERPRISE}:manager.value`, op: 'add', value: people[0] };
  await scim('PATCH', `/Users/${people[1]}`, change(manager, { op: 'replace', path: 'title', value: 'Dr' }));
  await scim('PUT', `/Users/${people[2]}`, { ...personOf(3), nickName: 'Three' });
  await scim('DELETE', `/Users/${people.pop()}`);
  const Operations = [0, 1].map((index) => ({
    method: 'POST',
    path: '/Users',
    bulkId: `b${index}`,
    data: personOf(40 + index),
  }));
  await scim('POST', '/Bulk', { schemas: [message('BulkRequest')], Operations });
  await scim('PATCH', `/Users/${people[3]}`, change({ op: 'replace', path: 'title', value: 'Later' }), {
    Prefer: 'respond-async',
  });
  return people;
}

async function grouped(scim, people) {
  const made = async (displayName, ids) =>
    (await scim('POST', '/Groups', { schemas: [GROUP], displayName, members: ids.map((value) => ({ value })) })).id;
  const sales = await made('Sales', people.slice(0, 12));
  const research = await made('Research', people.slice(10, 20));
  const staff = await made('Staff', [sales, research, people[21]]);
  const world = await made('World', [staff]);
  const passing = await made('Passing', people.slice(0, 2));
  await scim('PATCH', `/Groups/${sales}`, change({ op: 'remove', path: `members[value eq "${people[0]}"]` }));
  await scim('PATCH', `/Groups/${sales}`, change({ op: 'add', path: 'members', value: [{ value: people[22] }] }));
  await scim('DELETE', `/Groups/${passing}`);
  return [sales, research, staff, world];
}

async function elsewhere(scim) {
  for (const name of ['hank', 'iris', 'jo'])
    await scim('POST', '/Users', {
      schemas: [USER],
      userName: `${name}@globex.example`,
      emails: [{ value: `${name}@globex.example`, type: 'work' }],
    });
  await scim('POST', '/Groups', { schemas: [GROUP], displayName: 'Globe' });
}

/** Three confirmed people, one of them an admin who makes the key, two who have accepted, two revoked, and one whose adoption waits. */
async function onboarded(base, former, acme, people, api) {
  const link = async (id) => (await former.command('member', 'link', acme, id)).match(/https:\S+/)[0];
  const made = JSON.parse(
    await former.command('admin', 'create', 'boss@acme.example', '--organization', acme, '--json'),
  );
  const boss = new Person(base);
  await boss.accept(await link('boss@acme.example'), true);
  await boss.signIn();
  const joined = new Person(base);
  for (const id of people.slice(4, 9)) {
    const person = id === people[4] ? joined : new Person(base);
    await person.accept(await link(id));
    if (id !== people[8] && id !== people[7]) await boss.confirm(id);
  }
  await api('POST', `/organizations/${acme}/members/${people[6]}/revoke`);
  await api('POST', `/organizations/${acme}/members/${people[9]}/revoke`);
  await former.command('member', 'resend', acme, people[10]);
  await joined.signIn();
  people.push(made.id);
  return joined;
}

/** Requests that are kept in the log as refused, and one that asks for an admin's person. */
async function refused(scim, base, revokedKey, people) {
  await scim(
    'PATCH',
    `/Users/${people.at(-1)}`,
    change({ op: 'add', path: 'externalId', value: '00uboss' }),
    {},
    [200, 403, 404, 409],
  );
  await scim('POST', '/Users', personOf(1), {}, [409]);
  await scim('POST', '/Users', { schemas: [USER] }, {}, [400]);
  await scim('GET', '/Users/none', undefined, {}, [404]);
  await asked('GET', `${base}/Users`, { headers: { Authorization: `Bearer ${revokedKey}` }, statuses: [401] });
}

async function held(api, at, scim, people) {
  await api('PATCH', at, { settings: { breakerMode: 'hold', breakerPeople: 3, breakerPercent: null } });
  for (const id of people.slice(22, 27))
    await scim('PATCH', `/Users/${id}`, change({ op: 'replace', path: 'active', value: false }), {}, [200, 429]);
}

async function acknowledged(base, key) {
  const headers = { ...JSON_TYPE, Authorization: `Bearer ${key}` };
  const poll = async (body) =>
    (await asked('POST', `${base}/security-events/poll`, { body: { returnImmediately: true, ...body }, headers })).body;
  const { sets } = await poll({ maxEvents: 3 });
  await poll({ maxEvents: 1, ack: Object.keys(sets ?? {}).slice(0, 1) });
}
