import { beforeAll, describe, expect, test } from '@jest/globals';
import { OPERATOR } from '../../src/events/actor.js';
import { OutdatedSchemasError } from '../../src/events/events.repository.js';
import { SchemasService } from '../../src/organizations/schemas/schemas.service.js';
import { operatorContext } from '../../src/tools/cli/operator-context.js';
import { UsersService } from '../../src/users/users.service.js';
import { type Tenant, withMuster } from '../support/muster.js';

const USER = 'urn:ietf:params:scim:schemas:core:2.0:User';
const BADGE = 'urn:example:params:scim:schemas:extension:acme:2.0:User';
const badge = {
  schemas: ['urn:ietf:params:scim:schemas:core:2.0:Schema'],
  id: BADGE,
  name: 'Badge',
  description: 'What Acme knows of its people',
  attributes: [
    { name: 'number', type: 'integer', description: 'On the badge' },
    { name: 'colour', canonicalValues: ['red', 'green'] },
    { name: 'Code', caseExact: true },
    { name: 'issued', type: 'dateTime' },
    { name: 'hired', type: 'dateTime', mutability: 'immutable' },
    { name: 'note', returned: 'request' },
    { name: 'pin', returned: 'never' },
    { name: 'rate', type: 'decimal' },
    { name: 'doors', multiValued: true },
    {
      name: 'cars',
      type: 'complex',
      multiValued: true,
      subAttributes: [
        { name: 'value', required: true },
        { name: 'primary', type: 'boolean' },
        { name: 'fuel', returned: 'request' },
      ],
    },
    {
      name: 'desk',
      type: 'complex',
      subAttributes: [
        { name: 'floor', type: 'integer' },
        { name: 'room', mutability: 'immutable' },
      ],
    },
  ],
};
const muster = withMuster();
let tenant: Tenant;
let other: Tenant;
let schemas: SchemasService;
const register = (document: unknown, to = tenant, type = 'User') =>
  schemas.register(to.organizationId, type, document, OPERATOR);

beforeAll(async () => {
  schemas = muster.app.get(SchemasService);
  tenant = await muster.newTenant();
  other = await muster.newTenant();
});

describe('Before it is registered', () => {
  test('an extension is unknown everywhere', async () => {
    expect((await tenant.get(`/Users?filter=${BADGE}:number%20pr`)).json.scimType).toBe('invalidFilter');
    const body = { schemas: [USER], userName: 'x', [BADGE]: { number: 1 } };
    const strict = await muster.newTenant('strict');
    expect((await strict.post('/Users', body)).json.scimType).toBe('invalidSyntax');
  });
});

describe('From its registration on', () => {
  let ann: string;
  let bob: string;
  beforeAll(async () => {
    await register(badge);
    const values = {
      number: 7,
      colour: 'Red',
      Code: 'aB',
      issued: '2026-01-31T08:00:00+02:00',
      hired: '2020-01-01T00:00:00Z',
    };
    ann = (
      await tenant.newUser({
        [BADGE]: { ...values, note: 'n', pin: '1234', doors: ['North', 'South'], desk: { floor: 2, room: 'A' } },
      })
    ).id;
    bob = (
      await tenant.newUser({
        [BADGE.toUpperCase()]: {
          NUMBER: 12,
          rate: 1.5,
          cars: [
            { value: 'x', fuel: 'gas' },
            { value: 'b', primary: true },
          ],
        },
      })
    ).id;
  });

  test('discovery shows it, to this organization alone', async () => {
    const { json } = await tenant.get('/ResourceTypes/User');
    expect(json.schemaExtensions).toContainEqual({ schema: BADGE, required: false });
    const definition = (await tenant.get(`/Schemas/${BADGE}`)).json;
    expect(definition.attributes[0]).toMatchObject({ name: 'number', type: 'integer', mutability: 'readWrite' });
    expect((await other.get(`/Schemas/${BADGE}`)).status).toBe(404);
    expect((await other.get('/ResourceTypes/User')).text).not.toContain(BADGE);
    expect(
      (await other.post('/Users', { schemas: [], userName: 'x', [BADGE]: { number: 1 } })).json,
    ).not.toHaveProperty([BADGE]);
    expect((await other.get(`/Users?filter=${BADGE}:number%20pr`)).status).toBe(400);
  });

  test('values come back under its URN, which "schemas" lists', async () => {
    const { json } = await tenant.get(`/Users/${ann}`);
    expect(json.schemas).toContain(BADGE);
    expect(json[BADGE]).toEqual({
      number: 7,
      colour: 'Red',
      Code: 'aB',
      issued: '2026-01-31T08:00:00+02:00',
      hired: '2020-01-01T00:00:00Z',
      doors: ['North', 'South'],
      desk: { floor: 2, room: 'A' },
    });
    const asked = await tenant.get(`/Users/${bob}?attributes=${BADGE}:note,${BADGE}:cars.fuel,${BADGE}:pin`);
    expect(asked.json[BADGE]).toEqual({ cars: [{ fuel: 'gas' }] });
    expect((await tenant.get(`/Users/${ann}?attributes=${BADGE}:note`)).json[BADGE]).toEqual({ note: 'n' });
    expect((await tenant.get(`/Users/${ann}?excludedAttributes=${BADGE}`)).json[BADGE]).toBeUndefined();
  });

  test.each<[string, string]>([
    ['number eq 7', 'ann'],
    ['number gt 7', 'bob'],
    ['colour eq "RED"', 'ann'],
    ['code eq "AB"', ''],
    ['Code eq "aB"', 'ann'],
    ['issued eq "2026-01-31T06:00:00Z"', 'ann'],
    ['rate lt 1.6', 'bob'],
    ['doors eq "south"', 'ann'],
    ['cars.value eq "X"', 'bob'],
    ['cars[value eq "b" and primary eq true]', 'bob'],
    ['desk.floor ge 2', 'ann'],
  ])('a filter on %s finds %s', async (filter, name) => {
    const wanted = name === '' ? [] : [name === 'ann' ? ann : bob];
    const prefixed = filter.replace(/^/, `${BADGE}:`);
    expect(await tenant.find('/Users', prefixed)).toEqual(wanted);
  });

  test('sorting, with numbers as numbers', async () => {
    const { json } = await tenant.get(`/Users?sortBy=${BADGE}:number&sortOrder=descending`);
    expect(json.Resources.map(({ id }: { id: string }) => id)).toEqual([bob, ann]);
    expect((await tenant.get(`/Users?sortBy=${BADGE}:cars`)).json.Resources[0].id).toBe(bob);
  });

  test('what is never returned cannot be asked for either', async () => {
    expect((await tenant.get(`/Users?filter=${BADGE}:pin%20eq%20"1234"`)).json.scimType).toBe('invalidFilter');
    expect((await tenant.get(`/Users?sortBy=${BADGE}:pin`)).status).toBe(400);
  });

  test('what is never returned stands in no event, though its change does', async () => {
    const { id } = await tenant.newUser({ [BADGE]: { number: 3, pin: 'secret-1' } });
    const change = [{ op: 'replace', path: `${BADGE}:pin`, value: 'secret-2' }];
    expect((await tenant.patch(`/Users/${id}`, change)).json.meta.version).toBe('W/"2"');
    await tenant.delete(`/Users/${id}`);
    const rows = await muster.rows<{ data: string }>('SELECT data FROM events WHERE resourceId = ?', [id]);
    expect(rows).toHaveLength(3);
    expect(rows.map(({ data }) => String(data)).join('\n')).not.toContain('secret');
  });

  test('PATCH by full path, by the URN as a whole, and with an immutable value once', async () => {
    const patched = await tenant.patch(`/Users/${bob}`, [
      { op: 'add', path: `${BADGE}:doors`, value: ['West'] },
      { op: 'replace', path: `${BADGE}:cars[value eq "b"].fuel`, value: 'air' },
      { op: 'add', path: `${BADGE}:hired`, value: '2021-01-01T00:00:00Z' },
      { op: 'replace', path: BADGE, value: { colour: 'green' } },
    ]);
    expect(patched.json[BADGE]).toMatchObject({ doors: ['West'], colour: 'green', hired: '2021-01-01T00:00:00Z' });
    for (const operation of [
      { op: 'replace', path: `${BADGE}:hired`, value: '2022-01-01T00:00:00Z' },
      { op: 'remove', path: `${BADGE}:hired` },
    ]) {
      const { status, json } = await tenant.patch(`/Users/${bob}`, [operation]);
      expect([status, json.scimType]).toEqual([400, 'mutability']);
    }
  });

  test('PUT keeps an immutable value that it leaves out, and refuses another one', async () => {
    const { json: before } = await tenant.get(`/Users/${ann}`);
    const body = { schemas: before.schemas, userName: before.userName };
    const { json } = await tenant.put(`/Users/${ann}`, body);
    expect(json[BADGE]).toEqual({ hired: '2020-01-01T00:00:00Z', desk: { room: 'A' } });
    const refused = await tenant.put(`/Users/${ann}`, { ...body, [BADGE]: { desk: { room: 'B' } } });
    expect([refused.status, refused.json.scimType]).toEqual([400, 'mutability']);
    expect((await tenant.put(`/Users/${ann}`, { ...before, [BADGE]: { desk: { room: 'A' } } })).status).toBe(200);
  });

  test.each<[string, unknown]>([
    ['number', '7'],
    ['number', 1.5],
    ['issued', 'yesterday'],
    ['cars', [{ fuel: 'gas' }]],
    ['doors', 'North'],
  ])('a value that does not fit is refused: %s %j', async (name, value) => {
    const body = { schemas: [], userName: 'refused', [BADGE]: { [name]: value } };
    expect((await tenant.post('/Users', body)).json.scimType).toBe('invalidValue');
  });
});

describe('A unique attribute', () => {
  const CARD = 'urn:example:params:scim:schemas:extension:card:2.0:User';
  const card = (uniqueness: string) => ({
    id: CARD,
    name: 'Card',
    attributes: [
      { name: 'number', uniqueness },
      { name: 'keys', type: 'complex', multiValued: true, subAttributes: [{ name: 'value', uniqueness }] },
    ],
  });
  const body = (number: string, keys: string[] = []) => ({
    [CARD]: { number, keys: keys.map((value) => ({ value })) },
  });

  test('has each value once, in whatever case, and frees it when it goes', async () => {
    const mine = await muster.newTenant();
    await register(card('server'), mine);
    const first = await mine.newUser(body('A1', ['x', 'y']));
    const second = await mine.newUser(body('A2'));
    for (const taken of [body('a1'), body('A3', ['z', 'X'])]) {
      const refused = await mine.post('/Users', { schemas: [], userName: 'refused@example.com', ...taken });
      expect([refused.status, refused.json.scimType]).toEqual([409, 'uniqueness']);
    }
    const take = { op: 'replace', path: `${CARD}:number`, value: 'A1' };
    expect((await mine.patch(`/Users/${second.id}`, [take])).status).toBe(409);
    await mine.patch(`/Users/${first.id}`, [{ ...take, value: 'A9' }]);
    expect((await mine.patch(`/Users/${second.id}`, [take])).status).toBe(200);
    await mine.delete(`/Users/${first.id}`);
    await mine.newUser(body('A9', ['x']));
    expect((await mine.get('/Users')).json.totalResults).toBe(2);
  });

  test('is kept among parallel requests, and free in another organization', async () => {
    const [mine, theirs] = [await muster.newTenant(), await muster.newTenant()];
    for (const to of [mine, theirs]) await register(card('global'), to);
    const people = await Promise.all(Array.from({ length: 10 }, () => mine.newUser()));
    const give = [{ op: 'add', path: `${CARD}:number`, value: 'one' }];
    const answers = await Promise.all(people.map(({ id }) => mine.patch(`/Users/${id}`, give)));
    expect(answers.map(({ status }) => status).toSorted()).toEqual([200, ...Array.from({ length: 9 }, () => 409)]);
    await theirs.newUser(body('one'));
  });

  test('cannot be registered over stored values that are not', async () => {
    const mine = await muster.newTenant();
    await register(card('none'), mine);
    await mine.newUser(body('same'));
    const { id } = await mine.newUser(body('SAME'));
    await schemas.remove(mine.organizationId, CARD, OPERATOR);
    await expect(register(card('server'), mine)).rejects.toThrow('that is unique');
    await mine.delete(`/Users/${id}`);
    await register(card('server'), mine);
    expect((await mine.post('/Users', { schemas: [], userName: 'x', ...body('Same') })).status).toBe(409);
  });
});

describe('After it is removed', () => {
  let mine: Tenant;
  let user: string;
  beforeAll(async () => {
    mine = await muster.newTenant();
    await register(badge, mine);
    user = (await mine.newUser({ [BADGE]: { number: 7, pin: '1' } })).id;
    await schemas.remove(mine.organizationId, BADGE.toUpperCase(), OPERATOR);
  });

  test('nobody sees it, no write loses it, and an export shows it', async () => {
    const { json } = await mine.get(`/Users/${user}`);
    expect([json.schemas, json[BADGE]]).toEqual([['urn:ietf:params:scim:schemas:core:2.0:User'], undefined]);
    expect((await mine.get(`/Users?filter=${BADGE}:number%20pr`)).status).toBe(400);
    expect((await mine.put(`/Users/${user}`, { schemas: json.schemas, userName: 'kept' })).status).toBe(200);
    const exported: Record<string, unknown>[] = [];
    const context = await operatorContext(muster.app, mine.organizationId);
    for await (const resource of muster.app.get(UsersService).export(context)) exported.push({ ...resource });
    expect(exported).toEqual([expect.objectContaining({ userName: 'kept', [BADGE]: { number: 7, pin: '1' } })]);
  });

  test('registered anew it finds its values, unless they do not fit', async () => {
    const texts = { ...badge, attributes: [{ name: 'number', type: 'string' }] };
    await expect(register(texts, mine)).rejects.toThrow(/earlier registration that does not fit/);
    await register(badge, mine);
    expect(await mine.find('/Users', `${BADGE}:number eq 7`)).toEqual([user]);
  });
});

describe('A document with faults', () => {
  test('has all of them listed', async () => {
    const document = {
      id: 'acme',
      attributes: [
        { name: '1st' },
        { name: 'a', type: 'text' },
        { name: 'A', mutability: 'writeOnly' },
        { name: 'b', type: 'complex' },
        { name: 'c', subAttributes: [] },
        { name: 'd', type: 'complex', subAttributes: [{ name: 'e', type: 'complex', subAttributes: [] }] },
        { name: 'f', uniqueness: 'often', required: 'yes', secret: true },
        { name: 'constructor' },
        7,
      ],
    };
    const { faults } = await register(document).catch((error) => error);
    expect(faults).toHaveLength(14);
    expect(faults).toContainEqual({ pointer: '/id', detail: expect.stringContaining('"id" must be a URN') });
  });

  test.each<[string, unknown, string]>([
    ['no object', [], 'User'],
    ['a URN that is built in', { ...badge, id: 'urn:ietf:params:scim:schemas:core:2.0:User' }, 'User'],
    ['a URN that is taken', badge, 'User'],
    ['a URN that reads like an attribute', { ...badge, id: `${BADGE}:number` }, 'User'],
    ['an unknown resource type', { ...badge, id: 'urn:x:y' }, 'Users'],
  ])('%s', async (_, document, type) => {
    await expect(register(document, tenant, type)).rejects.toThrow('cannot be registered');
  });

  test('two at once: one is registered', async () => {
    const both = await Promise.allSettled([register(badge, other, 'Group'), register(badge, other, 'Group')]);
    expect(both.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
    expect((await other.newGroup({ [BADGE]: { number: 1 } }))[BADGE]).toEqual({ number: 1 });
  });
});

test('A write that goes by the schemas of before is not carried out, and one by the new ones is', async () => {
  const late = await muster.newTenant();
  const { organizationId } = late;
  const version = async () => {
    const [row] = await muster.rows<{ schemasVersion: number }>(
      'SELECT schemasVersion FROM organizations WHERE id = ?',
      [organizationId],
    );
    return Number(row!.schemasVersion);
  };
  const create = async (userName: string, schemasVersion: number) => {
    const context = { ...(await operatorContext(muster.app, organizationId)), schemasVersion };
    const body = { schemas: ['urn:ietf:params:scim:schemas:core:2.0:User'], userName };
    return muster.app.get(UsersService).create(context, body, { attributes: [], excludedAttributes: [] });
  };
  const before = await version();
  await create('before@example.com', before);
  await register(badge, late);
  await expect(create('late@example.com', before)).rejects.toThrow(OutdatedSchemasError);
  await create('after@example.com', await version());
  expect(await late.find('/Users', 'userName eq "late@example.com"')).toEqual([]);
  expect((await late.get('/Users')).json.totalResults).toBe(2);
});
