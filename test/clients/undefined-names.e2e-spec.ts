import { beforeAll, describe, expect, test } from '@jest/globals';
import { type Tenant, withMuster } from '../support/muster.js';
import type { Json } from '../support/scim-client.js';

const USER = 'urn:ietf:params:scim:schemas:core:2.0:User';
const GROUP = 'urn:ietf:params:scim:schemas:core:2.0:Group';
const ENTERPRISE = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';
const MISSPELT = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0User';
const OKTA_GROUP = 'urn:okta:custom:group:1.0';

const muster = withMuster();
let okta: Tenant;
let strict: Tenant;
beforeAll(async () => {
  [okta, strict] = [await muster.newTenant(), await muster.newTenant('strict')];
});

type User = Json & { id: string; userName: string };
const bodyOf = ({ userName }: User, more: object) => ({ schemas: [USER], userName, ...more });
const shown = async (path: string) => (await okta.get(path)).json;

describe('What no schema defines never stops a deactivation', () => {
  const names: [string, object, object?][] = [
    ['an attribute', { costCentre: '7' }],
    ['an object', { customAttributes: { level: { a: 1 } } }],
    ['a name with a blank', { 'cost centre': '7' }],
    ['an extension', { 'urn:example:unknown:2.0:User': { a: 1 } }],
    ['an attribute of an extension', { [ENTERPRISE]: { costCentre: '7' } }],
    ['a sub-attribute', { name: { givenName: 'Ada', nickname: 'A' } }, { name: { givenName: 'Ada' } }],
    [
      'the city of an address',
      { addresses: [{ type: 'work', country: 'JP', city: 'Kyoto' }] },
      { addresses: [{ type: 'work', country: 'JP' }] },
    ],
    ['an address that has a city and nothing else', { addresses: [{ type: 'work', city: 'Kyoto' }] }],
    [
      'a misspelt extension and its attribute without it',
      { schemas: [USER, MISSPELT], department: 'Press', [MISSPELT]: { division: 'x' } },
      { [ENTERPRISE]: { department: 'Press' } },
    ],
  ];

  test.each(names)('by PUT with %s', async (_what, more, expected = {}) => {
    const user = await okta.newUser();
    const { status, json } = await okta.put(`/Users/${user.id}`, bodyOf(user, { active: false, ...more }));
    expect({ status, json }).toMatchObject({ status: 200, json: { active: false, ...expected } });
    expect(await shown(`/Users/${user.id}`)).toMatchObject({ active: false, ...expected });
  });

  test.each(names)('by PATCH without a path, with %s', async (_what, more, expected = {}) => {
    const { id } = await okta.newUser();
    const { status } = await okta.patch(`/Users/${id}`, [{ op: 'replace', value: { active: false, ...more } }]);
    expect(status).toBe(200);
    expect(await shown(`/Users/${id}`)).toMatchObject({ active: false, ...expected });
  });

  test.each([
    { op: 'replace', path: 'costCentre', value: '7' },
    { op: 'replace', path: 'custom.level.a', value: '7' },
    { op: 'remove', path: 'costCentre' },
    { op: 'add', path: 'costCentre[type eq "a"].value', value: '7' },
    { op: 'add', path: 'emails[type eq "work"].flag', value: '7' },
    { op: 'replace', path: 'name.nickname', value: 'A' },
    { op: 'replace', path: 'name', value: { nickname: 'A' } },
    { op: 'replace', path: `${ENTERPRISE}:costCentre`, value: '7' },
    { op: 'add', path: ENTERPRISE, value: { costCentre: '7' } },
    { op: 'add', path: `${MISSPELT}:department`, value: 'Press' },
    { op: 'add', path: MISSPELT, value: { department: 'Press' } },
    { op: 'add', path: 'addresses', value: [{ type: 'work', city: 'Kyoto' }] },
  ])('by PATCH with paths, beside $op $path', async (operation) => {
    const { id } = await okta.newUser({ name: { givenName: 'Ada' } });
    const { status } = await okta.patch(`/Users/${id}`, [operation, { op: 'replace', path: 'active', value: false }]);
    expect(status).toBe(200);
    expect(await shown(`/Users/${id}`)).toMatchObject({ active: false, name: { givenName: 'Ada' } });
  });

  test.each(names)('but a key of the profile strict is refused with invalidSyntax for %s', async (_what, more) => {
    const user = await strict.newUser();
    const { status, json } = await strict.put(`/Users/${user.id}`, bodyOf(user, { active: false, ...more }));
    expect({ status, json }).toMatchObject({ status: 400, json: { scimType: 'invalidSyntax' } });
    expect((await strict.get(`/Users/${user.id}`)).json.active).toBe(true);
    const made = await strict.post('/Users', { schemas: [USER], userName: 'nobody@example.com', ...more });
    expect({ status: made.status, json: made.json }).toMatchObject({
      status: 400,
      json: { scimType: 'invalidSyntax' },
    });
    expect(await strict.find('/Users', 'userName eq "nobody@example.com"')).toEqual([]);
  });
});

describe('Entra ID', () => {
  test('adds members with the name of the operation beside op, and the names of the members', async () => {
    const [ada, group] = [await okta.newUser(), await okta.newGroup()];
    const { status } = await okta.patch(`/Groups/${group.id}`, [
      { name: 'addMember', op: 'Add', path: 'members', value: [{ value: ada.id, displayName: 'Ada' }] },
    ]);
    expect(status).toBe(204);
    expect((await shown(`/Groups/${group.id}`)).members).toEqual([expect.objectContaining({ value: ada.id })]);
  });

  test('removes a title with the name of the operation beside op', async () => {
    const { id } = await okta.newUser({ title: 'Countess' });
    expect((await okta.patch(`/Users/${id}`, [{ name: 'x', op: 'Remove', path: 'title' }])).status).toBe(200);
    expect(await shown(`/Users/${id}`)).not.toHaveProperty('title');
  });
});

describe('Okta', () => {
  test('pushes a group with a description, which is kept and shown', async () => {
    const body = { schemas: [GROUP, OKTA_GROUP], displayName: 'Press', members: [] };
    const { status, json } = await okta.post('/Groups', { ...body, [OKTA_GROUP]: { description: 'Writes' } });
    expect(status).toBe(201);
    expect(await shown(`/Groups/${json.id}`)).toMatchObject({
      schemas: [GROUP, OKTA_GROUP],
      [OKTA_GROUP]: { description: 'Writes' },
    });
    const found = await okta.filter('/Groups', `${OKTA_GROUP}:description eq "writes"`);
    expect(found.json.Resources.map(({ id }: { id: string }) => id)).toEqual([json.id]);
  });
});

describe('Names that belong to one extension alone', () => {
  test('are taken at the top of a body and in a path, unless the extension says otherwise', async () => {
    const { json } = await okta.post('/Users', {
      schemas: [USER],
      userName: 'top@example.com',
      department: 'Press',
      manager: { value: 'boss' },
    });
    expect(json[ENTERPRISE]).toEqual({ department: 'Press', manager: { value: 'boss' } });
    await okta.patch(`/Users/${json.id}`, [
      { op: 'replace', path: 'division', value: 'North' },
      { op: 'replace', path: 'manager.value', value: 'other' },
    ]);
    expect((await shown(`/Users/${json.id}`))[ENTERPRISE]).toEqual({
      department: 'Press',
      division: 'North',
      manager: { value: 'other' },
    });
    const body = { schemas: [USER], userName: 'top@example.com', DEPARTMENT: 'x', [ENTERPRISE]: { department: 'Own' } };
    expect((await okta.put(`/Users/${json.id}`, body)).json[ENTERPRISE]).toMatchObject({ department: 'Own' });
  });
});

describe('Leaving out never takes away', () => {
  test('the members of a PUT that has "memebers" stay, as does all that it does not name', async () => {
    const ada = await okta.newUser();
    const group = await okta.newGroup({ members: [{ value: ada.id }], [OKTA_GROUP]: { description: 'Writes' } });
    const { displayName } = group;
    const { status } = await okta.put(`/Groups/${group.id}`, { schemas: [GROUP], displayName, memebers: [] });
    expect(status).toBe(200);
    expect(await shown(`/Groups/${group.id}`)).toMatchObject({
      members: [{ value: ada.id }],
      [OKTA_GROUP]: { description: 'Writes' },
    });
    await okta.put(`/Groups/${group.id}`, { schemas: [GROUP], displayName, members: [], colour: 'red' });
    expect(await shown(`/Groups/${group.id}`)).not.toHaveProperty('members');
  });

  test('a PUT clears what it names as empty, and sub-attributes only so, beside a name that nobody defined', async () => {
    const user = await okta.newUser({
      title: 'Countess',
      nickName: 'A',
      name: { givenName: 'Ada', familyName: 'Byron' },
      [ENTERPRISE]: { department: 'Press', manager: { value: 'boss' } },
    });
    const more = {
      title: null,
      name: { givenName: 'Augusta', famlyName: 'King' },
      [ENTERPRISE]: { manager: { displayName: 'Boss', managre: 'x' } },
    };
    const { json } = await okta.put(`/Users/${user.id}`, bodyOf(user, more));
    expect(json).toMatchObject({
      nickName: 'A',
      name: { givenName: 'Augusta', familyName: 'Byron' },
      [ENTERPRISE]: { department: 'Press', manager: { value: 'boss' } },
    });
    expect(json).not.toHaveProperty('title');
  });

  test('a PUT keeps an attribute of which it has nothing but names that nobody defined', async () => {
    const addresses = [{ type: 'work', locality: 'London' }];
    const user = await okta.newUser({ addresses, name: { givenName: 'Ada' }, [ENTERPRISE]: { division: 'N' } });
    const more = {
      addresses: [{ city: 'Kyoto' }, { type: 'home', locality: 'Oxford' }],
      name: { first: 'x' },
      [ENTERPRISE]: { unit: 'x' },
    };
    const { status, json } = await okta.put(`/Users/${user.id}`, bodyOf(user, more));
    expect(status).toBe(200);
    expect(json).toMatchObject({ addresses, name: { givenName: 'Ada' }, [ENTERPRISE]: { division: 'N' } });
  });

  test.each<[string, unknown]>([
    ['has no value', [{ id: 'x' }]],
    ['has null for a value', [{ value: null, id: 'x' }]],
    ['has an empty value', [{ value: '', id: 'x' }]],
    ['stands beside another', [{ value: 'kept' }, { id: 'x' }]],
  ])('a list whose element %s for what nobody defined is 400, and nothing is changed', async (_what, list) => {
    const ada = await okta.newUser({ emails: [{ value: 'kept@example.com', type: 'work' }] });
    const group = await okta.newGroup({ members: [{ value: ada.id }] });
    const text = JSON.stringify(list);
    const members = JSON.parse(text.replace('kept', ada.id));
    const emails = JSON.parse(text.replace('kept', 'kept@example.com').replaceAll('"id"', '"address"'));
    const answers = [
      await okta.put(`/Groups/${group.id}`, { schemas: [GROUP], displayName: group.displayName, members }),
      await okta.patch(`/Groups/${group.id}`, [{ op: 'replace', path: 'members', value: members }]),
      await okta.patch(`/Groups/${group.id}`, [{ op: 'remove', path: 'members', value: members }]),
      await okta.put(`/Users/${ada.id}`, bodyOf(ada, { emails })),
      await okta.patch(`/Users/${ada.id}`, [{ op: 'replace', path: 'emails', value: emails }]),
      await okta.patch(`/Users/${ada.id}`, [{ op: 'remove', path: 'emails', value: emails }]),
      await okta.post('/Groups', { schemas: [GROUP], displayName: 'Never', members }),
    ];
    for (const { status, json } of answers)
      expect({ status, json }).toMatchObject({ status: 400, json: { scimType: 'invalidValue' } });
    expect((await shown(`/Groups/${group.id}`)).members).toEqual([expect.objectContaining({ value: ada.id })]);
    expect((await shown(`/Users/${ada.id}`)).emails).toHaveLength(1);
  });

  test.each([
    { op: 'remove', path: 'members', vlaue: [{ value: 'x' }] },
    { op: 'remove', path: 'members', values: [] },
    { op: 'remove', path: 'members', value: [{ id: 'x' }] },
    { op: 'replace', path: 'members', value: [{ id: 'x' }] },
    { op: 'remove', path: OKTA_GROUP, vlaue: { description: 'x' } },
  ])('a PATCH that would empty more than it says is 400: %j', async (operation) => {
    const ada = await okta.newUser();
    const group = await okta.newGroup({ members: [{ value: ada.id }], [OKTA_GROUP]: { description: 'Writes' } });
    const rename = { op: 'replace', path: 'displayName', value: 'Renamed' };
    expect((await okta.patch(`/Groups/${group.id}`, [rename, operation])).status).toBe(400);
    expect(await shown(`/Groups/${group.id}`)).toMatchObject({
      displayName: group.displayName,
      members: [{ value: ada.id }],
      [OKTA_GROUP]: { description: 'Writes' },
    });
  });

  test('a remove does not take more e-mails because a misspelt name is left out of it', async () => {
    const emails = [
      { value: 'a@example.com', type: 'work' },
      { value: 'a@example.com', type: 'home' },
    ];
    const { id } = await okta.newUser({ emails });
    const value = [{ value: 'a@example.com', tpye: 'home' }];
    expect((await okta.patch(`/Users/${id}`, [{ op: 'remove', path: 'emails', value }])).status).toBe(400);
    expect((await shown(`/Users/${id}`)).emails).toHaveLength(2);
  });

  test.each(['enabled', 'disabled', 'status', 'isActive', 'accountEnabled', 'Enabled', 'STATUS', ' active'])(
    '"%s", which means activation elsewhere, is 400 and not a 200 that changes nothing',
    async (name) => {
      const user = await okta.newUser();
      const title = { op: 'replace', path: 'title', value: 'x' };
      const answers = [
        await okta.put(`/Users/${user.id}`, bodyOf(user, { [name]: false })),
        await okta.put(`/Users/${user.id}`, bodyOf(user, { [ENTERPRISE]: { [name]: false } })),
        await okta.put(`/Users/${user.id}`, bodyOf(user, { 'urn:example:unknown:User': { [name]: false } })),
        await okta.post('/Users', { schemas: [USER], userName: 'never@example.com', [name]: false }),
        await okta.patch(`/Users/${user.id}`, [title, { op: 'replace', value: { [name]: false } }]),
        await okta.patch(`/Users/${user.id}`, [title, { op: 'replace', path: name, value: false }]),
        await okta.patch(`/Users/${user.id}`, [title, { op: 'replace', path: `urn:a:b:${name}`, value: false }]),
      ];
      expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 400));
      const { json } = await okta.get(`/Users/${user.id}`);
      expect(json.meta.version).toBe('W/"1"');
    },
  );
});

describe('A PATCH of which nothing is left', () => {
  test.each<[string, unknown]>([
    ['invalidPath', { op: 'replace', path: 'costCentre', value: '7' }],
    ['invalidPath', { op: 'remove', path: 'name.nickname' }],
    ['invalidPath', { op: 'replace', path: 'name', value: { nickname: 'A' } }],
    ['invalidValue', { op: 'replace', value: { costCentre: '7' } }],
  ])('is 400 %s and names what nobody defined: %j', async (scimType, operation) => {
    const { id } = await okta.newUser();
    const { status, json } = await okta.patch(`/Users/${id}`, [operation]);
    expect({ status, json }).toMatchObject({ status: 400, json: { scimType } });
    expect(json.detail).toMatch(/"(costCentre|name\.nickname)" is not defined in the schemas of User/);
  });

  test('a filter in a path is 400 whatever is beside it, as it might select everything', async () => {
    const { id } = await okta.newUser();
    const { status, json } = await okta.patch(`/Users/${id}`, [
      { op: 'replace', path: 'active', value: false },
      { op: 'remove', path: 'emails[kind eq "work"]' },
    ]);
    expect({ status, json }).toMatchObject({ status: 400, json: { scimType: 'invalidFilter' } });
  });
});

describe('Names that mean something to JavaScript', () => {
  test.each(['__proto__', 'constructor', 'prototype'])('%s is 400 wherever it stands', async (name) => {
    const { id, userName } = await okta.newUser();
    const [user, path] = [`{"schemas":["${USER}"],"userName":"${userName}"`, `/Users/${id}`];
    const patch = (operation: string) =>
      okta.send('PATCH', path, `{"Operations":[{"op":"replace","path":"active","value":false},${operation}]}`);
    const answers = [
      await okta.send('PUT', path, `${user},"active":false,"${name}":{"a":1}}`),
      await okta.send('PUT', path, `${user},"active":false,"name":{"${name}":{"a":1},"givenName":"A"}}`),
      await okta.send('PUT', path, `${user},"active":false,"emails":[{"${name}":{"a":1},"value":"a"}]}`),
      await okta.send('PUT', path, `${user},"active":false,"${ENTERPRISE}":{"${name}":{"a":1}}}`),
      await patch(`{"op":"replace","value":{"${name}":{"a":1}}}`),
      await patch(`{"op":"replace","path":"${name}","value":{"a":1}}`),
      await patch(`{"op":"replace","path":"name.${name}","value":{"a":1}}`),
      await patch(`{"op":"replace","path":"emails[type eq \\"work\\"].${name}","value":"a"}`),
      await patch(`{"op":"replace","path":"urn:a:b:${name}","value":{"a":1}}`),
      await patch(`{"op":"replace","path":"name","value":{"${name}":{"a":1},"givenName":"A"}}`),
      await patch(`{"op":"replace","path":"title","value":"x","${name}":{"a":1}}`),
    ];
    expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 400));
    expect((await okta.get(path)).json.meta.version).toBe('W/"1"');
  });
});
