import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { Muster, type Tenant } from '../support/muster.js';

const USER = 'urn:ietf:params:scim:schemas:core:2.0:User';
const GROUP = 'urn:ietf:params:scim:schemas:core:2.0:Group';
interface Definition {
  readonly name: string;
  readonly mutability: string;
  readonly type: string;
  readonly caseExact?: boolean;
  readonly subAttributes?: readonly Definition[];
}
let muster: Muster;
let compat: Tenant;
let strict: Tenant;
beforeAll(async () => {
  muster = await Muster.start();
  compat = await muster.newTenant();
  strict = await muster.newTenant('strict');
});
afterAll(() => muster.stop());

const definitions = async (client: Tenant, urn: string): Promise<Definition[]> =>
  (await client.get(`/Schemas/${urn}`)).json.attributes;

test('A strict key, which may not send a password at all, is shown none', async () => {
  const named = (list: readonly Definition[]) => list.find(({ name }) => name === 'password');
  expect(named(await definitions(strict, USER))).toBeUndefined();
  expect(named(await definitions(compat, USER))).toMatchObject({ mutability: 'writeOnly' });
  expect((await strict.post('/Users', { schemas: [USER], userName: 'a@x.io', password: 'secret' })).status).toBe(400);
});

test('The parts of a member are immutable (RFC 7643 §8.7.1), and clients may send them', async () => {
  const members = (await definitions(compat, GROUP)).find(({ name }) => name === 'members')!;
  const immutable = members.subAttributes!.filter(({ mutability }) => mutability === 'immutable');
  expect(immutable.map(({ name }) => name)).toEqual(['value', '$ref', 'type']);
  const { id } = await compat.newUser();
  const member = { value: id, type: 'User', $ref: `https://elsewhere.example/Users/${id}`, display: 'Somebody' };
  const group = await compat.newGroup({ displayName: 'Crew', members: [member] });
  expect(await compat.membersOf(group.id)).toEqual([id]);
});

test('References are compared exactly (RFC 7643 §2.3.7)', async () => {
  const { json } = await compat.get('/Schemas');
  const all = json.Resources.flatMap(({ attributes }: { attributes: Definition[] }) =>
    attributes.flatMap((each) => [each, ...(each.subAttributes ?? [])]),
  ) as Definition[];
  const references = all.filter(({ type }) => type === 'reference');
  expect(references.length).toBeGreaterThan(3);
  expect(references.filter(({ caseExact }) => caseExact !== true)).toEqual([]);
});

test('User comes first', async () => {
  expect((await compat.get('/ResourceTypes')).json.Resources[0].id).toBe('User');
  expect((await compat.get('/Schemas')).json.Resources[0].id).toBe(USER);
});

test('The refusal of a PATCH without a path speaks of no path', async () => {
  const { id } = await compat.newUser();
  const extension = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';
  const { status, json } = await compat.patch(`/Users/${id}`, [{ op: 'replace', value: { [extension]: 'x' } }]);
  expect([status, json.detail]).toEqual([400, `The value for "${extension}" must be an object that names attributes`]);
});
