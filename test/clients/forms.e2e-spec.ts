import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { OPERATOR } from '../../src/events/actor.js';
import { OrganizationsService } from '../../src/organizations/organizations.service.js';
import { Muster, type Tenant } from '../support/muster.js';

const USER = 'urn:ietf:params:scim:schemas:core:2.0:User';
const GROUP = 'urn:ietf:params:scim:schemas:core:2.0:Group';
const ENTERPRISE = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';

let muster: Muster;
let okta: Tenant;
let strict: Tenant;
beforeAll(async () => {
  muster = await Muster.start();
  [okta, strict] = [await muster.newTenant(), await muster.newTenant('strict')];
});
afterAll(() => muster.stop());

describe('Blanks and line feeds at the ends', () => {
  test.each(['ada@example.com ', ' ada@example.com', 'ada@example.com\n', '\tAda@Example.com\r\n'])(
    'of a userName are no part of it, so that there are no two people: %j',
    async (userName) => {
      const tenant = await muster.newTenant();
      const { json } = await tenant.post('/Users', { schemas: [USER], userName });
      expect(json.userName).toBe(userName.trim());
      const again = await tenant.post('/Users', { schemas: [USER], userName: 'ada@example.com' });
      expect({ status: again.status, json: again.json }).toMatchObject({
        status: 409,
        json: { scimType: 'uniqueness' },
      });
      for (const sent of [userName, 'ada@example.com'])
        expect(await tenant.find('/Users', `userName eq ${JSON.stringify(sent)}`)).toEqual([json.id]);
      const bob = await tenant.newUser({ userName: 'bob@example.com' });
      const renames = [
        await tenant.put(`/Users/${bob.id}`, { schemas: [USER], userName }),
        await tenant.patch(`/Users/${bob.id}`, [{ op: 'replace', path: 'userName', value: userName }]),
        await tenant.patch(`/Users/${bob.id}`, [{ op: 'replace', value: { userName } }]),
      ];
      expect(renames.map(({ status }) => status)).toEqual([409, 409, 409]);
    },
  );

  test('of a userName or an e-mail do not pass a rule on domains by', async () => {
    const tenant = await muster.newTenant();
    await muster.app
      .get(OrganizationsService)
      .changeSettings(tenant.organizationId, { allowedDomains: ['acme.example'] }, OPERATOR);
    for (const address of ['eve@evil.example ', 'eve@evil.example\n', ' eve@evil.example'])
      for (const more of [{ userName: address }, { userName: 'eve', emails: [{ value: address }] }]) {
        const { status, json } = await tenant.post('/Users', { schemas: [USER], ...more });
        expect({ status, json }).toMatchObject({ status: 400, json: { scimType: 'invalidValue' } });
      }
    const { status } = await tenant.post('/Users', { schemas: [USER], userName: 'eve@acme.example ' });
    expect(status).toBe(201);
  });

  test('of an e-mail are no part of it: its person is invited, and a PATCH selects it', async () => {
    const { id } = await okta.newUser({ userName: 'carol', emails: [{ value: ' carol@example.com\n', type: 'work' }] });
    expect((await okta.get(`/Users/${id}`)).json.emails).toEqual([{ value: 'carol@example.com', type: 'work' }]);
    const mails = await muster.rows<{ payload: string }>("SELECT payload FROM outbox WHERE channel = 'mail'");
    expect(mails.filter(({ payload }) => String(payload).includes('"carol@example.com"'))).toHaveLength(1);
    const path = 'emails[value eq "carol@example.com "].display';
    await okta.patch(`/Users/${id}`, [{ op: 'replace', path, value: 'Carol' }]);
    expect((await okta.get(`/Users/${id}`)).json.emails).toEqual([
      { value: 'carol@example.com', type: 'work', display: 'Carol' },
    ]);
  });

  test('of the name of a group are no part of it', async () => {
    const { id, displayName } = await okta.newGroup({ displayName: 'Editors\n' });
    expect(displayName).toBe('Editors');
    expect((await okta.post('/Groups', { schemas: [GROUP], displayName: ' editors' })).status).toBe(409);
    expect(await okta.find('/Groups', 'displayName eq "Editors "')).toEqual([id]);
    const other = await okta.newGroup();
    const rename = [{ op: 'replace', value: { displayName: 'Editors ' } }];
    expect((await okta.patch(`/Groups/${other.id}`, rename)).status).toBe(409);
  });

  test('are refused of a strict key, and blanks within a name are its own', async () => {
    for (const body of [
      { userName: 'dan@example.com ' },
      { userName: 'dan', emails: [{ value: '\tdan@example.com' }] },
    ]) {
      const { status, json } = await strict.post('/Users', { schemas: [USER], ...body });
      expect({ status, json }).toMatchObject({ status: 400, json: { scimType: 'invalidValue' } });
    }
    expect((await okta.newGroup({ displayName: 'Two  words' })).displayName).toBe('Two  words');
    expect((await okta.post('/Users', { schemas: [USER], userName: ' \n' })).status).toBe(400);
  });
});

describe('Schemas of other versions', () => {
  test.each<[string, unknown]>([
    ['SCIM 1.1', ['urn:scim:schemas:core:1.0']],
    ['a draft of SCIM 2.0', ['urn:scim:schemas:core:2.0']],
    ['a draft, with the type', ['urn:scim:schemas:core:2.0:User', 'urn:scim:schemas:extension:enterprise:1.0']],
    ['an extension alone', [ENTERPRISE]],
    ['none', []],
    ['null', null],
    ['the URN without a list', USER],
  ])('count as absent in POST and PUT, and in PATCH where they are of no SCIM 2.0: %s', async (_what, schemas) => {
    const { status, json } = await okta.post('/Users', { schemas, userName: 'schemas@example.com' });
    expect({ status, json }).toMatchObject({ status: 201, json: { schemas: [USER] } });
    const path = `/Users/${json.id}`;
    expect((await okta.put(path, { schemas, userName: 'schemas@example.com', title: 'x' })).status).toBe(200);
    const Operations = [{ op: 'replace', path: 'active', value: false }];
    const isForeign = !JSON.stringify(schemas).includes('urn:ietf:');
    expect((await okta.send('PATCH', path, { schemas, Operations })).status).toBe(isForeign ? 200 : 400);
    expect((await okta.get(path)).json).toMatchObject({ title: 'x', active: !isForeign });
    await okta.delete(path);
    expect((await strict.post('/Users', { schemas, userName: 'schemas@example.com' })).status).toBe(400);
  });

  test('are refused where they say that the body is another resource', async () => {
    const { status, json } = await okta.post('/Users', { schemas: [GROUP], userName: 'group@example.com' });
    expect({ status, json }).toMatchObject({ status: 400, json: { scimType: 'invalidSyntax' } });
    expect((await okta.post('/Users', { schemas: 7, userName: 'group@example.com' })).status).toBe(400);
  });
});

describe('One where a list belongs, and a list where one belongs', () => {
  test('one object is a list of one, in POST, PUT and PATCH without a path', async () => {
    const emails = { value: 'one@example.com', type: 'work' };
    const { json } = await okta.post('/Users', { schemas: [USER], userName: 'one', emails });
    expect(json.emails).toEqual([emails]);
    const phoneNumbers = { value: '1', type: 'work' };
    const { json: put } = await okta.put(`/Users/${json.id}`, {
      schemas: [USER],
      userName: 'one',
      emails,
      phoneNumbers,
    });
    expect(put).toMatchObject({ emails: [emails], phoneNumbers: [phoneNumbers] });
    const group = await okta.newGroup({ members: { value: json.id } });
    expect(await okta.membersOf(group.id)).toEqual([json.id]);
    expect((await strict.post('/Users', { schemas: [USER], userName: 'one', emails })).status).toBe(400);
  });

  test('a list of one is that text, number or boolean', async () => {
    const body = {
      schemas: [USER],
      userName: ['list'],
      title: ['Countess'],
      active: [false],
      [ENTERPRISE]: { department: ['Press'] },
    };
    const { status, json } = await okta.post('/Users', body);
    expect({ status, json }).toMatchObject({
      status: 201,
      json: { userName: 'list', title: 'Countess', active: false, [ENTERPRISE]: { department: 'Press' } },
    });
    await okta.patch(`/Users/${json.id}`, [{ op: 'replace', path: 'title', value: ['Lady'] }]);
    await okta.patch(`/Users/${json.id}`, [{ op: 'replace', path: 'active', value: ['True'] }]);
    expect((await okta.get(`/Users/${json.id}`)).json).toMatchObject({ title: 'Lady', active: true });
    for (const title of [['a', 'b'], [['a']], [{ a: 1 }]])
      expect((await okta.patch(`/Users/${json.id}`, [{ op: 'replace', path: 'title', value: title }])).status).toBe(
        400,
      );
    expect((await strict.post('/Users', { ...body, [ENTERPRISE]: {} })).status).toBe(400);
  });
});

describe('The manager of SCIM 1.1', () => {
  test('is taken by its "managerId", in a body, in an operation and in a path', async () => {
    const boss = (value: string) => ({ [ENTERPRISE]: { manager: { value } } });
    const body = { schemas: [USER], userName: 'managed', [ENTERPRISE]: { manager: { managerId: 'm-1' } } };
    const { json } = await okta.post('/Users', body);
    expect(json).toMatchObject(boss('m-1'));
    const shown = async () => (await okta.get(`/Users/${json.id}`)).json;
    for (const [operation, value] of [
      [{ op: 'replace', path: `${ENTERPRISE}:manager`, value: { managerId: 'm-2' } }, 'm-2'],
      [{ op: 'replace', path: `${ENTERPRISE}:manager.managerId`, value: 'm-3' }, 'm-3'],
      [{ op: 'replace', path: 'manager.managerId', value: 'm-4' }, 'm-4'],
      [{ op: 'replace', value: { manager: { managerId: 'm-5', displayName: 'Boss' } } }, 'm-5'],
    ] as const) {
      expect((await okta.patch(`/Users/${json.id}`, [operation])).status).toBe(200);
      expect(await shown()).toMatchObject(boss(value));
    }
    await okta.patch(`/Users/${json.id}`, [
      { op: 'replace', path: `${ENTERPRISE}:manager`, value: { managerId: 'other', value: 'm-6' } },
    ]);
    expect(await shown()).toMatchObject(boss('m-6'));
    expect((await strict.post('/Users', body)).status).toBe(400);
  });
});

describe('Equal elements (RFC 7643 §2.4: the same type and value)', () => {
  test.each<[string, object[]]>([
    ['a type by a filter', [{ op: 'replace', path: 'emails[type eq "home"].type', value: 'work' }]],
    ['the type of each', [{ op: 'replace', path: 'emails.type', value: 'Work' }]],
    [
      'a whole element',
      [{ op: 'replace', path: 'emails[type eq "home"]', value: { value: 'A@example.com', type: 'work' } }],
    ],
    [
      'a removed type, then a given one',
      [
        { op: 'remove', path: 'emails.type' },
        { op: 'add', path: 'emails.type', value: 'work' },
      ],
    ],
  ])('become one by a change of %s, with what each of them has', async (_what, operations) => {
    const emails = [
      { value: 'a@example.com', type: 'work', display: 'A' },
      { value: 'a@example.com', type: 'home', primary: true },
    ];
    const { id } = await okta.newUser({ emails });
    expect((await okta.patch(`/Users/${id}`, operations)).status).toBe(200);
    const { json } = await okta.get(`/Users/${id}`);
    expect(json.emails).toHaveLength(1);
    expect(json.emails[0]).toMatchObject({ value: 'a@example.com', display: 'A' });
    expect(await okta.find('/Users', 'emails.value eq "a@example.com" and emails.display eq "A"')).toContain(id);
  });
});

describe('An e-mail without a type', () => {
  test('is the one of type "work" for a client that selects by that, and no second one is made', async () => {
    const { id, userName } = await okta.newUser({ emails: [{ value: 'untyped@example.com' }] });
    const find = (filter: string) => okta.find('/Users', `userName eq "${userName}" and ${filter}`);
    for (const filter of [
      'emails[type eq "work" and value eq "untyped@example.com"]',
      'emails[type eq "work"].value eq "untyped@example.com"',
      'emails[type eq "Work"]',
      'emails.type eq "work"',
    ])
      expect([filter, await find(filter)]).toEqual([filter, [id]]);
    for (const filter of ['emails.type pr', 'emails[type eq "home"]', 'not (emails.type ne "work")'])
      expect([filter, await find(filter)]).toEqual([filter, []]);
    const path = 'emails[type eq "work"].value';
    expect((await okta.patch(`/Users/${id}`, [{ op: 'replace', path, value: 'moved@example.com' }])).status).toBe(200);
    expect((await okta.get(`/Users/${id}`)).json.emails).toEqual([{ value: 'moved@example.com' }]);
    await okta.patch(`/Users/${id}`, [{ op: 'remove', path: 'emails[type eq "work"]' }]);
    expect((await okta.get(`/Users/${id}`)).json).not.toHaveProperty('emails');
  });

  test('is not selected beside one of type "work"', async () => {
    const { id } = await okta.newUser({
      emails: [{ value: 'a@example.com' }, { value: 'b@example.com', type: 'work' }],
    });
    await okta.patch(`/Users/${id}`, [{ op: 'replace', path: 'emails[type eq "work"].value', value: 'c@example.com' }]);
    expect((await okta.get(`/Users/${id}`)).json.emails).toEqual([
      { value: 'a@example.com' },
      { value: 'c@example.com', type: 'work' },
    ]);
  });

  test('has none for a strict key', async () => {
    const { id } = await strict.newUser({ emails: [{ value: 'untyped@example.com' }] });
    expect(await strict.find('/Users', 'emails[type eq "work"]')).toEqual([]);
    const path = 'emails[type eq "work"].value';
    expect((await strict.patch(`/Users/${id}`, [{ op: 'replace', path, value: 'x@example.com' }])).status).toBe(400);
  });
});
