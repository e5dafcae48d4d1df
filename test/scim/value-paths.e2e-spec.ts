import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { OPERATOR } from '../../src/events/actor.js';
import { SchemasService } from '../../src/organizations/schemas/schemas.service.js';
import { Muster, type Tenant } from '../support/muster.js';

const ENTERPRISE = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';
const ACME = 'urn:example:scim:acme:1.0:User';
const TAGS = `${ACME}:tags`;
let muster: Muster;
let tenant: Tenant;
beforeAll(async () => {
  muster = await Muster.start();
  tenant = await muster.newTenant();
  const document = { id: ACME, name: 'Acme', attributes: [{ name: 'tags', multiValued: true }] };
  await muster.app.get(SchemasService).register(tenant.organizationId, 'User', document, OPERATOR);
  await tenant.newUser({
    userName: 'ada',
    name: { givenName: 'Ada', familyName: 'Byron' },
    [ENTERPRISE]: { manager: { value: 'bea' } },
    [ACME]: { tags: ['Blue', 'red'] },
  });
  await tenant.newUser({ userName: 'bea', name: { givenName: 'Bea' }, [ACME]: { tags: ['green'] } });
  await tenant.newUser({ userName: 'cem' });
});
afterAll(() => muster.stop());

describe('A value path finds', () => {
  test.each([
    ['name[familyName eq "Byron"]', 'ada'],
    ['NAME[familyname eq "byron" and givenName sw "A"]', 'ada'],
    ['name[familyName eq "Byron" and givenName eq "Bea"]', ''],
    ['name[not (familyName pr)]', 'bea'],
    ['name[familyName eq "x" or givenName pr]', 'ada bea'],
    ['not (name[givenName eq "Ada"])', 'bea cem'],
    ['name[familyName eq "Byron"] and userName eq "ada"', 'ada'],
    [`${ENTERPRISE}:manager[value eq "bea"]`, 'ada'],
    ['manager[value eq "bea"]', 'ada'],
    ['meta[resourceType eq "User"]', 'ada bea cem'],
    [`${TAGS}[value eq "blue"]`, 'ada'],
    ['tags[value eq "blue"]', 'ada'],
    ['tags[value eq "blue" and value eq "red"]', ''],
    ['tags[value eq "blue" or value eq "green"]', 'ada bea'],
    ['tags[not (value eq "red")]', 'ada bea'],
    ['not (tags[value sw "g"])', 'ada cem'],
  ])('%s: %s', async (filter, expected) => {
    const { status, json } = await tenant.filter('/Users', filter);
    expect(status).toBe(200);
    const names = (json.Resources ?? []).map(({ userName }: { userName: string }) => userName);
    expect(names.toSorted().join(' ')).toBe(expected);
  });

  test.each([
    ['title[value eq "secret"]', '"title" has no sub-attributes'],
    ['name[family eq "secret"]', '"name" has no sub-attribute "family"'],
    ['name[name.familyName eq "secret"]', 'Inside "name[…]" its sub-attributes stand alone'],
    ['tags[type eq "secret"]', '"tags" has no sub-attributes'],
  ])('nobody by what is none: %s', async (filter, detail) => {
    const { status, json } = await tenant.filter('/Users', filter);
    expect([status, json.scimType]).toEqual([400, 'invalidFilter']);
    expect(json.detail).toContain(detail);
  });
});

describe('A PATCH path with a value path', () => {
  const changed = async (operation: object) => {
    const { id } = await tenant.newUser({ name: { givenName: 'A', familyName: 'B' }, [ACME]: { tags: ['a', 'b'] } });
    const { status, json } = await tenant.patch(`/Users/${id}`, [operation]);
    const { json: after } = await tenant.get(`/Users/${id}`);
    return { status, scimType: json?.scimType, name: after.name, tags: after[ACME]?.tags };
  };

  test.each([
    ['replace', 'name[familyName eq "B"].givenName', 'New', { givenName: 'New', familyName: 'B' }],
    ['add', 'name[familyName eq "b"]', { middleName: 'M' }, { givenName: 'A', familyName: 'B', middleName: 'M' }],
    ['remove', 'name[familyName eq "B"].givenName', undefined, { familyName: 'B' }],
    ['remove', 'name[familyName eq "B"]', undefined, undefined],
    ['remove', 'name[familyName eq "X"]', undefined, { givenName: 'A', familyName: 'B' }],
  ])('changes the one value that it selects: %s %s', async (op, path, value, name) => {
    expect(await changed({ op, path, value })).toMatchObject({ status: 200, name });
  });

  test.each([
    ['replace', `${TAGS}[value eq "a"]`, 'c', ['c', 'b']],
    ['replace', 'tags[value eq "A"]', 'c', ['c', 'b']],
    ['replace', `${TAGS}[value eq "a"]`, 'b', ['b']],
    ['replace', `${TAGS}[value eq "x"]`, 'c', ['a', 'b', 'c']],
    ['replace', `${TAGS}[value eq "a"]`, null, ['b']],
    ['remove', `${TAGS}[value eq "a"]`, undefined, ['b']],
    ['remove', `${TAGS}[value eq "x"]`, undefined, ['a', 'b']],
    ['remove', `${TAGS}[value pr]`, undefined, undefined],
  ])('changes the plain values that it selects: %s %s %j', async (op, path, value, tags) => {
    expect(await changed({ op, path, value })).toMatchObject({ status: 200, tags });
  });

  test('is refused where the one value is another', async () => {
    expect(await changed({ op: 'replace', path: 'name[familyName eq "X"].givenName', value: 'New' })).toMatchObject({
      status: 400,
      scimType: 'noTarget',
      name: { givenName: 'A', familyName: 'B' },
    });
  });
});
