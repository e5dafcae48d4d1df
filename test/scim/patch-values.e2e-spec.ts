import { beforeAll, describe, expect, test } from '@jest/globals';
import { type Tenant, withMuster } from '../support/muster.js';

const USER = 'urn:ietf:params:scim:schemas:core:2.0:User';
const GROUP = 'urn:ietf:params:scim:schemas:core:2.0:Group';
const ENTERPRISE = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';
const manager = { value: 'm-1' };
const name = { givenName: 'Ada', familyName: 'Byron' };
const enterprise = { department: 'R&D', manager };
const muster = withMuster();
let compat: Tenant;
let strict: Tenant;
beforeAll(async () => {
  compat = await muster.newTenant();
  strict = await muster.newTenant('strict');
});

type Operation = Record<string, unknown>;
const REFUSED = 'refused';

/** The attributes of interest after a PATCH, and its status where it is refused. */
async function patched(tenant: Tenant, before: Operation, operations: Operation[]): Promise<[unknown, Operation]> {
  const { id } = await tenant.newUser(before);
  const answer = await tenant.patch(`/Users/${id}`, operations);
  const { json } = await tenant.get(`/Users/${id}`);
  return [answer.status === 200 ? 'done' : [answer.status, answer.json.scimType], json];
}

describe('What a PATCH does not name stays', () => {
  test.each<[string, Operation, unknown, unknown]>([
    ['replace without a path, null', { op: 'replace', value: { name: { middleName: null } } }, name, enterprise],
    [
      'replace of a null',
      { op: 'replace', path: 'name', value: { givenName: null } },
      { familyName: 'Byron' },
      enterprise,
    ],
    [
      'replace of a null beside a value',
      { op: 'replace', path: 'name', value: { givenName: null, familyName: 'X' } },
      { familyName: 'X' },
      enterprise,
    ],
    ['replace by an empty object', { op: 'replace', path: 'name', value: {} }, name, enterprise],
    ['replace by null', { op: 'replace', path: 'name', value: null }, undefined, enterprise],
    ['add of an empty object', { op: 'add', path: 'name', value: {} }, name, enterprise],
    ['add of null', { op: 'add', path: 'name', value: null }, name, enterprise],
    ['add of a null', { op: 'add', path: 'name', value: { givenName: null } }, name, enterprise],
    [
      'add of a null beside a value',
      { op: 'add', value: { name: { givenName: null, middleName: 'King' } } },
      { ...name, middleName: 'King' },
      enterprise,
    ],
    ['add of null to an extension', { op: 'add', path: ENTERPRISE, value: null }, name, enterprise],
    ['add of an extension of null', { op: 'add', value: { [ENTERPRISE]: null } }, name, enterprise],
    ['add of nothing to an extension', { op: 'add', path: ENTERPRISE, value: {} }, name, enterprise],
    ['replace of an extension by {}', { op: 'replace', path: ENTERPRISE, value: {} }, name, enterprise],
    ['replace of an extension by null', { op: 'replace', path: ENTERPRISE, value: null }, name, undefined],
    [
      'replace of one attribute of an extension by null',
      { op: 'replace', value: { [ENTERPRISE]: { department: null } } },
      name,
      { manager },
    ],
    ['add of an empty manager', { op: 'add', path: `${ENTERPRISE}:manager`, value: { value: '' } }, name, enterprise],
    ['add of no manager', { op: 'add', path: `${ENTERPRISE}:manager.value`, value: '' }, name, enterprise],
    [
      'replace by an empty manager',
      { op: 'replace', path: `${ENTERPRISE}:manager`, value: { value: '', displayName: 'Boss' } },
      name,
      { department: 'R&D' },
    ],
    [
      'replace by an empty text',
      { op: 'replace', path: `${ENTERPRISE}:manager`, value: '' },
      name,
      { department: 'R&D' },
    ],
    [
      'replace of its value by an empty text',
      { op: 'replace', path: `${ENTERPRISE}:manager.value`, value: '' },
      name,
      { department: 'R&D' },
    ],
    [
      'replace with what is readOnly beside',
      { op: 'replace', path: `${ENTERPRISE}:manager`, value: { value: 'm-2', displayName: 'Boss' } },
      name,
      { department: 'R&D', manager: { value: 'm-2' } },
    ],
  ])('%s', async (_name, operation, wantedName, wantedEnterprise) => {
    const [answer, json] = await patched(compat, { name, [ENTERPRISE]: enterprise }, [operation]);
    expect([answer, json['name'], json[ENTERPRISE]]).toEqual(['done', wantedName, wantedEnterprise]);
  });

  test.each<[string, Operation, string]>([
    [
      'a manager by readOnly attributes',
      { path: `${ENTERPRISE}:manager`, value: { displayName: 'Boss' } },
      'mutability',
    ],
    ['a text for an object', { path: 'name', value: '' }, 'invalidValue'],
    ['a text for an extension', { path: ENTERPRISE, value: '' }, 'invalidValue'],
  ])('is refused: %s', async (_name, operation, scimType) => {
    for (const tenant of [compat, strict]) {
      for (const op of ['add', 'replace']) {
        const [answer, json] = await patched(tenant, { name, [ENTERPRISE]: enterprise }, [{ op, ...operation }]);
        expect([answer, json['name'], json[ENTERPRISE]]).toEqual([[400, scimType], name, enterprise]);
      }
    }
  });

  test('an unknown name beside a value is left out, and refused with invalidSyntax for a strict key', async () => {
    for (const op of ['add', 'replace']) {
      const operation = { op, path: 'name', value: { givenName: 'X', nickname: 'Y' } };
      const [done, json] = await patched(compat, { name }, [operation]);
      expect([done, json['name']]).toEqual(['done', { ...name, givenName: 'X' }]);
      const [refused, unchanged] = await patched(strict, { name }, [operation]);
      expect([refused, unchanged['name']]).toEqual([[400, 'invalidSyntax'], name]);
    }
  });

  test('a strict key, whose replace leaves nothing of a complex value, cannot empty it by a slip', async () => {
    for (const value of [{}, { givenName: null }]) {
      const [answer, json] = await patched(strict, { name }, [{ op: 'replace', path: 'name', value }]);
      expect([answer, json['name']]).toEqual([[400, 'invalidValue'], name]);
    }
  });
});

describe('Lists of empty values empty no list', () => {
  const phoneNumbers = [{ value: '1', type: 'work' }, { value: '2' }];
  const addresses = [{ type: 'work', locality: 'Oslo' }, { locality: 'Kyoto' }];

  test.each([{}, [{}], [null], { display: null }, [{ type: null }], ''])('%j', async (value) => {
    for (const tenant of [compat, strict]) {
      for (const op of ['replace', 'remove']) {
        const [answer, json] = await patched(tenant, { phoneNumbers }, [{ op, path: 'phoneNumbers', value }]);
        expect([op, answer, json['phoneNumbers']]).toEqual([op, [400, 'invalidValue'], phoneNumbers]);
      }
    }
    const [, json] = await patched(compat, { phoneNumbers }, [{ op: 'add', path: 'phoneNumbers', value }]);
    expect(json['phoneNumbers']).toEqual(phoneNumbers);
  });

  test('a selected value is replaced by a value, not by an empty one', async () => {
    for (const value of [{}, { display: null }]) {
      const operation = { op: 'replace', path: 'phoneNumbers[type eq "work"]', value };
      const [answer, json] = await patched(compat, { phoneNumbers }, [operation]);
      expect([answer, json['phoneNumbers']]).toEqual([[400, 'invalidValue'], phoneNumbers]);
    }
  });

  test('a text in place of a selected value is its value, and the rest stays', async () => {
    const operation = { op: 'replace', path: 'phoneNumbers[type eq "work"]', value: '3' };
    const [, json] = await patched(compat, { phoneNumbers }, [operation]);
    expect(json['phoneNumbers']).toEqual([{ value: '3', type: 'work' }, { value: '2' }]);
  });

  test('a selected value that is replaced by null is gone, and an add of null takes none away', async () => {
    for (const tenant of [compat, strict]) {
      const path = 'phoneNumbers[type eq "work"]';
      const [, left] = await patched(tenant, { phoneNumbers }, [{ op: 'replace', path, value: null }]);
      expect(left['phoneNumbers']).toEqual([{ value: '2' }]);
      const [, kept] = await patched(tenant, { phoneNumbers }, [{ op: 'add', path, value: null }]);
      expect(kept['phoneNumbers']).toEqual(phoneNumbers);
    }
  });

  test('a strict key replaces no value that is not there, and adds it', async () => {
    const operation = (op: string) => ({ op, path: 'phoneNumbers[type eq "fax"].value', value: '3' });
    expect(await patched(strict, { phoneNumbers }, [operation('replace')])).toEqual([
      [400, 'noTarget'],
      expect.objectContaining({ phoneNumbers }),
    ]);
    const [, added] = await patched(strict, { phoneNumbers }, [operation('add')]);
    expect(added['phoneNumbers']).toEqual([...phoneNumbers, { type: 'fax', value: '3' }]);
  });

  test('more than 200 values are made of no list, however many operations add to it', async () => {
    const ims = Array.from({ length: 199 }, (_, index) => ({ value: `im ${index}` }));
    const add = (value: string) => ({ op: 'add', path: 'ims', value: [{ value }] });
    const [full, json] = await patched(compat, { ims }, [add('last')]);
    expect([full, (json['ims'] as object[]).length]).toEqual(['done', 200]);
    const [refused, kept] = await patched(compat, { ims }, [add('last'), add('one more')]);
    expect([refused, (kept['ims'] as object[]).length]).toEqual([[400, 'invalidValue'], 199]);
  });

  test('values without "value" are removed as wholes only', async () => {
    const remove = (value: object[]) => [{ op: 'remove', path: 'addresses', value }];
    const [, kept] = await patched(compat, { addresses }, remove([{ type: 'work' }]));
    expect(kept['addresses']).toEqual(addresses);
    const [, left] = await patched(compat, { addresses }, remove([{ locality: 'Kyoto' }]));
    expect(left['addresses']).toEqual([addresses[0]]);
  });
});

describe('Members', () => {
  test.each<[string, Operation, number, typeof REFUSED | 'kept' | 'gone']>([
    ['add null', { op: 'add', path: 'members', value: null }, 204, 'kept'],
    ['add an empty list', { op: 'add', path: 'members', value: [] }, 204, 'kept'],
    ['replace by null', { op: 'replace', path: 'members', value: null }, 204, 'gone'],
    ['replace by an empty list', { op: 'replace', path: 'members', value: [] }, 204, 'gone'],
    ['replace by an empty object', { op: 'replace', path: 'members', value: {} }, 400, REFUSED],
    ['replace by a list of null', { op: 'replace', path: 'members', value: [null] }, 400, REFUSED],
    ['replace by a list of nothing', { op: 'replace', path: 'members', value: [{}] }, 400, REFUSED],
    ['replace by an empty text', { op: 'replace', path: 'members', value: '' }, 400, REFUSED],
    ['replace by readOnly attributes', { op: 'replace', path: 'members', value: [{ display: 'x' }] }, 400, REFUSED],
    ['replace without a path by a list of null', { op: 'replace', value: { members: [null] } }, 400, REFUSED],
    ['remove null', { op: 'remove', path: 'members', value: null }, 400, REFUSED],
    ['remove a list of null', { op: 'remove', path: 'members', value: [null] }, 400, REFUSED],
    ['remove an empty list', { op: 'remove', path: 'members', value: [] }, 204, 'kept'],
    ['remove an empty object', { op: 'remove', path: 'members', value: {} }, 400, REFUSED],
    ['remove the value of each', { op: 'remove', path: 'members.value' }, 400, REFUSED],
    ['replace the value of each', { op: 'replace', path: 'members.value', value: null }, 400, REFUSED],
    ['remove all', { op: 'remove', path: 'members' }, 204, 'gone'],
  ])('%s', async (_name, operation, status, outcome) => {
    const { id: person } = await compat.newUser();
    const { id } = await compat.newGroup({ members: [{ value: person }] });
    const answer = await compat.patch(`/Groups/${id}`, [operation]);
    expect([answer.status, await compat.membersOf(id)]).toEqual([status, outcome === 'gone' ? [] : [person]]);
    if (outcome === REFUSED) expect(answer.json.scimType).toEqual(expect.any(String));
  });

  test('a member that is replaced by null is out, the others stay', async () => {
    const people = await Promise.all([compat.newUser(), compat.newUser()]);
    const { id } = await compat.newGroup({ members: people.map((person) => ({ value: person.id })) });
    const operation = { op: 'replace', path: `members[value eq "${people[0].id}"]`, value: null };
    expect((await compat.patch(`/Groups/${id}`, [operation])).status).toBe(204);
    expect(await compat.membersOf(id)).toEqual([people[1].id]);
  });
});

describe('One value is primary at most', () => {
  const work = { value: '1', type: 'work', primary: true };
  const home = { value: '2', type: 'home' };
  const other = { value: '3', type: 'other', primary: false };
  const demoted = { ...work, primary: false };
  const path = 'phoneNumbers';

  test.each<[string, Operation[], object[] | typeof REFUSED]>([
    [
      'add of a new primary value',
      [{ op: 'add', path, value: [{ value: '4', primary: true }] }],
      [demoted, home, other, { value: '4', primary: true }],
    ],
    [
      'add of two primary values',
      [
        {
          op: 'add',
          path,
          value: [
            { value: '4', primary: true },
            { value: '5', primary: true },
          ],
        },
      ],
      REFUSED,
    ],
    [
      'add that makes a value primary that is there',
      [{ op: 'add', path, value: [{ ...home, primary: true }] }],
      [demoted, { ...home, primary: true }, other],
    ],
    ['add of the primary value again', [{ op: 'add', path, value: [work] }], [work, home, other]],
    [
      'add of the primary value as not primary',
      [{ op: 'add', path, value: [{ ...work, primary: false }] }],
      [demoted, home, other],
    ],
    [
      'add of the primary value without a word of it',
      [{ op: 'add', path, value: [{ value: '1', type: 'work' }] }],
      [work, home, other],
    ],
    [
      'replace by one primary value',
      [{ op: 'replace', path, value: [{ ...home, primary: true }] }],
      [{ ...home, primary: true }],
    ],
    ['replace by two primary values', [{ op: 'replace', path, value: [work, { ...home, primary: true }] }], REFUSED],
    [
      'a selected value becomes primary',
      [{ op: 'replace', path: `${path}[type eq "home"].primary`, value: true }],
      [demoted, { ...home, primary: true }, other],
    ],
    [
      'a selected value becomes primary by an object',
      [{ op: 'add', path: `${path}[type eq "other"]`, value: { primary: true } }],
      [demoted, home, { ...other, primary: true }],
    ],
    [
      'two selected values become primary',
      [{ op: 'replace', path: `${path}[value ge "2"].primary`, value: true }],
      REFUSED,
    ],
    ['all become primary', [{ op: 'replace', path: `${path}.primary`, value: true }], REFUSED],
    [
      'none stays primary',
      [{ op: 'replace', path: `${path}.primary`, value: false }],
      [demoted, { ...home, primary: false }, other],
    ],
    [
      'the primary value is selected',
      [{ op: 'replace', path: `${path}[primary eq true].value`, value: '9' }],
      [{ ...work, value: '9' }, home, other],
    ],
    ['the primary value is removed', [{ op: 'remove', path: `${path}[primary eq true]` }], [home, other]],
    [
      'primary is removed from the value that has it',
      [{ op: 'remove', path: `${path}[type eq "work"].primary` }],
      [{ value: '1', type: 'work' }, home, other],
    ],
    [
      'primary is null for the value that has it',
      [{ op: 'replace', path: `${path}[type eq "work"].primary`, value: null }],
      [{ value: '1', type: 'work' }, home, other],
    ],
    [
      'a value that is not there is described as primary',
      [{ op: 'add', path: `${path}[type eq "fax" and primary eq true].value`, value: '7' }],
      [demoted, home, other, { type: 'fax', primary: true, value: '7' }],
    ],
    [
      'primary passes on and back in one request',
      [
        { op: 'replace', path: `${path}[type eq "home"].primary`, value: true },
        { op: 'replace', path: `${path}[type eq "work"].primary`, value: true },
      ],
      [work, { ...home, primary: false }, other],
    ],
  ])('%s', async (_name, operations, wanted) => {
    for (const tenant of [compat, strict]) {
      const [answer, json] = await patched(tenant, { phoneNumbers: [work, home, other] }, operations);
      const outcome =
        wanted === REFUSED
          ? [
              [400, 'invalidValue'],
              [work, home, other],
            ]
          : ['done', wanted];
      expect([answer, json['phoneNumbers']]).toEqual(outcome);
    }
  });
});

describe('In POST and PUT null is the same as absent', () => {
  const empties = {
    title: null,
    name: { givenName: null, familyName: 'X' },
    phoneNumbers: [null, {}, { value: '1', display: null }],
    addresses: [],
    ims: null,
    [ENTERPRISE]: { department: null, manager: { displayName: 'Boss' } },
  };
  const left = { name: { familyName: 'X' }, phoneNumbers: [{ value: '1' }] };

  test.each(['POST', 'PUT'])('%s', async (method) => {
    const before = await compat.newUser({ title: 'T', name, [ENTERPRISE]: enterprise });
    const userName = method === 'POST' ? `${before.userName}.x` : before.userName;
    const path = method === 'POST' ? '/Users' : `/Users/${before.id}`;
    const { json } = await compat.send(method, path, { schemas: [USER], userName, ...empties });
    const { schemas, id: _id, meta: _meta, ...rest } = json;
    expect([schemas, rest]).toEqual([[USER], { userName, active: true, ...left }]);
  });

  test.each<[string, Operation]>([
    ['a text for an object', { name: '' }],
    ['an object for a list', { phoneNumbers: {} }],
    ['a text for a list', { phoneNumbers: '' }],
    ['a text for an extension', { [ENTERPRISE]: '' }],
    ['null for what is required', { userName: null }],
    ['nothing for what is required', { userName: '' }],
  ])('%s is 400 and nothing changes', async (_name, values) => {
    const before = await compat.newUser({ title: 'T', name });
    for (const [method, path] of [
      ['POST', '/Users'],
      ['PUT', `/Users/${before.id}`],
    ] as const) {
      const body = { schemas: [USER], userName: method === 'POST' ? 'made@example.com' : before.userName, ...values };
      const { status, json } = await compat.send(method, path, body);
      expect([method, status, json.scimType]).toEqual([method, 400, 'invalidValue']);
    }
    expect((await compat.get(`/Users/${before.id}`)).json).toEqual(before);
  });

  test('a PUT of a group with members of null or of an empty list has none', async () => {
    const { id: person } = await compat.newUser();
    for (const members of [null, []]) {
      const { id, displayName } = await compat.newGroup({ members: [{ value: person }] });
      const { status } = await compat.put(`/Groups/${id}`, { schemas: [GROUP], displayName, members });
      expect([status, await compat.membersOf(id)]).toEqual([200, []]);
    }
  });
});
