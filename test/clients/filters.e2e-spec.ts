import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { OPERATOR } from '../../src/events/actor.js';
import { SchemasService } from '../../src/organizations/schemas/schemas.service.js';
import { Muster, type Tenant } from '../support/muster.js';

const ENTERPRISE = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';
const SEARCH = 'urn:ietf:params:scim:api:messages:2.0:SearchRequest';
let muster: Muster;
let tenant: Tenant;
let strict: Tenant;
let ada: string;
let bea: string;
beforeAll(async () => {
  muster = await Muster.start();
  tenant = await muster.newTenant();
  strict = await muster.newTenant('strict');
  bea = (await tenant.newUser({ userName: 'bea@x.io', emails: [{ value: 'bea@x.io', type: 'work' }] })).id;
  ada = (
    await tenant.newUser({
      userName: 'ada@x.io',
      name: { givenName: 'Ada', familyName: 'Byron' },
      [ENTERPRISE]: { department: 'Engines', manager: { value: bea } },
    })
  ).id;
  await tenant.newGroup({ displayName: 'Crew', members: [{ value: ada }] });
});
afterAll(() => muster.stop());

const search = (client: Tenant, parameters: Record<string, string>, path = '/Users') =>
  client.get(`${path}?${new URLSearchParams(parameters).toString()}`);
const namesFound = async (filter: string) => {
  const { status, json } = await search(tenant, { filter });
  return [status, (json.Resources ?? []).map(({ userName }: { userName: string }) => userName).toSorted()];
};

describe('Filters of real clients find whom they mean', () => {
  test('Entra ID asks whether a person has a manager, by short name', async () => {
    expect(await namesFound(`id eq "${ada}" and manager eq "${bea}"`)).toEqual([200, ['ada@x.io']]);
    expect(await namesFound(`id eq "${bea}" and manager eq "${bea}"`)).toEqual([200, []]);
  });

  test.each([
    ['manager eq "$bea"', 'ada@x.io'],
    ['MANAGER.Value eq "$bea"', 'ada@x.io'],
    ['manager ne "$bea"', 'bea@x.io'],
    ['not (manager eq "$bea")', 'bea@x.io'],
    ['manager pr', 'ada@x.io'],
    ['manager eq null', 'bea@x.io'],
    [`${ENTERPRISE}:manager eq "$bea"`, 'ada@x.io'],
    ['department eq "engines"', 'ada@x.io'],
    ['department sw "Eng" and active eq true', 'ada@x.io'],
    ['not (department pr)', 'bea@x.io'],
    ['emails eq "bea@x.io"', 'bea@x.io'],
    ['groups.display eq "Crew"', 'ada@x.io'],
  ])('%s', async (filter, expected) => {
    expect(await namesFound(filter.replace('$bea', bea))).toEqual([200, [expected]]);
  });

  test('A short name is understood by the root, by sortBy and by attributes too', async () => {
    const root = await search(tenant, { filter: `manager eq "${bea}"` }, '/');
    expect([root.status, root.json.totalResults]).toEqual([200, 1]);
    const sorted = await search(tenant, { sortBy: 'department', attributes: 'department' });
    expect(sorted.status).toBe(200);
    expect(sorted.json.Resources[0][ENTERPRISE]).toEqual({ department: 'Engines' });
  });

  test('A strict key has to write the URN, and reads so', async () => {
    const { status, json } = await search(strict, { filter: 'department eq "x"' });
    expect([status, json.scimType]).toEqual([400, 'invalidFilter']);
    expect(json.detail).toContain(`did you mean "${ENTERPRISE}:department"?`);
  });
});

describe('A refusal says which name is wrong, and the nearest that exists', () => {
  test.each([
    ['email eq "secret@x.io"', '"email" is not defined in the schemas of User: did you mean "emails.value"?'],
    ['mail eq "secret@x.io"', 'did you mean "emails.value"?'],
    ['user_name eq "secret"', 'did you mean "userName"?'],
    ['givenName eq "secret"', 'did you mean "name.givenName"?'],
    ['enabled eq true', 'did you mean "active"?'],
    ['isActive eq true', 'did you mean "active"?'],
    ['departmnt eq "secret"', `did you mean "${ENTERPRISE}:department"?`],
    ['urn:ietf:params:scim:schemas:enterprise:2.0:User:department eq "secret"', `mean "${ENTERPRISE}:department"?`],
    ['favouriteColour eq "secret"', '"favouriteColour" is not defined in the schemas of User: /Schemas lists what is'],
    ['emails.address eq "secret"', '"emails" has no sub-attribute "address": it has "value", "display", "type"'],
    ['emails[address eq "secret"]', '"emails" has no sub-attribute "address": it has "value", "display", "type"'],
    ['userName.value eq "secret"', '"userName" has no sub-attributes'],
    ['manager.id eq "secret"', '"manager" has no sub-attribute "id": it has "value"'],
    ['name eq "secret"', '"name" is complex: name one of its sub-attributes, "formatted", "familyName"'],
    [
      "userName eq 'secret'",
      'Values stand in double quotes, and there is another quote at position 13, after: userName eq',
    ],
    [
      'userName eq “secret”',
      'Values stand in double quotes, and there is another quote at position 13, after: userName eq',
    ],
    ["userName eq Secret O'Secret", 'Expected a string in double quotes, a number, true, false or null at position 13'],
    ['title pr and userName eq secret', 'at position 26, after: title pr and userName eq'],
    [
      'userName = "secret"',
      'Expected one of the operators eq, ne, co, sw, ew, gt, ge, lt, le and pr at position 10, after: userName',
    ],
    ['userName eq "secret" andd title pr', 'at position 22, after: userName eq "…"'],
    ['userName eq "secret', 'not a complete JSON string in double quotes at position 13, after: userName eq'],
    ['userName eq "secret" and', 'Expected an attribute name at position 25, after: userName eq "…" and'],
  ])('%s', async (filter, detail) => {
    const { status, json } = await search(tenant, { filter });
    expect([status, json.scimType]).toEqual([400, 'invalidFilter']);
    expect(json.detail).toContain(detail);
    expect(json.detail).not.toMatch(/secret/i);
  });

  test('A search of everything says so of names that no resource type has', async () => {
    const { status, json } = await search(tenant, { filter: 'memberz eq "secret"' }, '/');
    expect([status, json.detail]).toEqual([
      400,
      '"memberz" is not defined in any schema: did you mean "members.value"?',
    ]);
  });

  test('A strict PATCH reads the same of its path', async () => {
    const { id } = await strict.newUser();
    const { status, json } = await strict.patch(`/Users/${id}`, [{ op: 'replace', path: 'titel', value: 'secret' }]);
    expect([status, json.scimType]).toEqual([400, 'invalidPath']);
    expect(json.detail).toBe('"titel" is not defined in the schemas of User: did you mean "title"?');
  });

  test('A value filter in a PATCH path is refused alike, and nothing is changed', async () => {
    const operation = { op: 'replace', path: "emails[type eq 'work'].value", value: 'new@x.io' };
    const { status, json } = await tenant.patch(`/Users/${bea}`, [operation]);
    expect([status, json.scimType]).toEqual([400, 'invalidFilter']);
    expect(json.detail).toContain('double quotes');
    const { json: after } = await tenant.get(`/Users/${bea}`);
    expect(after.emails[0].value).toBe('bea@x.io');
  });
});

test('A short name that two schemas define is refused with both', async () => {
  const own = await muster.newTenant();
  const urn = 'urn:example:scim:acme:1.0:User';
  const document = { id: urn, name: 'Acme', attributes: [{ name: 'department' }] };
  await muster.app.get(SchemasService).register(own.organizationId, 'User', document, OPERATOR);
  const { status, json } = await search(own, { filter: 'department eq "secret"' });
  expect([status, json.scimType]).toEqual([400, 'invalidFilter']);
  expect(json.detail).toBe(
    `"department" is defined in several schemas: write "${ENTERPRISE}:department" or "${urn}:department"`,
  );
});

describe('Query parameters', () => {
  test.each(['FILTER', 'Filter', 'filter'])('are understood in any letter case: %s', async (name) => {
    const { json } = await search(tenant, { [name]: 'userName eq "ada@x.io"', startindex: '1', COUNT: '5' });
    expect([json.totalResults, json.Resources[0].id]).toEqual([1, ada]);
  });

  test('page and project in any letter case', async () => {
    const { json } = await search(tenant, { STARTINDEX: '2', Count: '1', SortBy: 'userName', Attributes: 'userName' });
    expect([json.startIndex, json.itemsPerPage, json.Resources]).toEqual([
      2,
      1,
      [expect.objectContaining({ userName: 'bea@x.io' })],
    ]);
    expect(json.Resources[0]).not.toHaveProperty('emails');
    const one = await search(tenant, { excludedattributes: 'name' }, `/Users/${ada}`);
    expect(one.json).not.toHaveProperty('name');
  });

  test('are understood in any letter case in a SearchRequest', async () => {
    const { json } = await tenant.post('/Users/.search', { schemas: [SEARCH], Filter: 'userName eq "ada@x.io"' });
    expect([json.totalResults, json.Resources[0].id]).toEqual([1, ada]);
  });

  test.each([
    'filter=title+pr&filter=userName+pr',
    'filter=title+pr&Filter=userName+pr',
    'count=1&count=2',
    'startIndex=1&startindex=2',
    'sortBy=userName&sortby=title',
    'attributes=userName&attributes=title',
  ])('that are doubled are refused: %s', async (query) => {
    const { status, json } = await tenant.get(`/Users?${query}`);
    expect([status, json.scimType]).toEqual([400, 'invalidValue']);
    expect(json.detail).toMatch(/^"\w+" must be given once$/);
  });

  test.each(['$filter', 'filters', 'fliter', 'query'])('that mean a filter never find everybody: %s', async (name) => {
    const { status, json } = await search(tenant, { [name]: 'userName eq "secret"' });
    expect([status, json.detail]).toEqual([400, `"${name}" is no parameter of a query: write "filter"`]);
  });

  test('that nothing knows are left alone, as Entra ID adds aadOptscim062020', async () => {
    expect((await search(tenant, { aadOptscim062020: '', filter: 'userName eq "ada@x.io"' })).json.totalResults).toBe(
      1,
    );
  });
});
