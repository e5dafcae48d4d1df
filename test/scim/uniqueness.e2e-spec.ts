import { describe, expect, test } from '@jest/globals';
import sql, { join, raw } from 'sql-template-tag';
import { v7 as uuid } from 'uuid';
import { UniqueViolationError } from '../../src/platform/database/database-errors.js';
import { UnitOfWork } from '../../src/platform/database/unit-of-work.js';
import { withMuster, withTenant } from '../support/muster.js';

const muster = withMuster();
const tenant = withTenant(muster);

const GROUP = 'urn:ietf:params:scim:schemas:core:2.0:Group';
const USER = 'urn:ietf:params:scim:schemas:core:2.0:User';

describe('A value that is taken is refused with 409 uniqueness that names its attribute', () => {
  test.each([
    ['userName', '/Users', { schemas: [USER], userName: 'Taken@acme.example' }, { userName: 'tAKEN@acme.example' }],
    ['displayName', '/Groups', { schemas: [GROUP], displayName: 'Taken' }, { displayName: 'tAKEN' }],
  ])('%s, by POST, PUT and PATCH', async (attribute, path, first, second) => {
    const created = await tenant.post(path, first);
    const { id } = (await tenant.post(path, { ...first, [attribute]: 'other@acme.example' })).json;
    const answers = [
      await tenant.post(path, { ...first, ...second }),
      await tenant.put(`${path}/${id}`, { ...first, ...second }),
      await tenant.patch(`${path}/${id}`, [{ op: 'replace', value: second }]),
    ];
    expect(created.status).toBe(201);
    for (const { status, json } of answers)
      expect([status, json.scimType, json.detail]).toEqual([
        409,
        'uniqueness',
        expect.stringMatching(new RegExp(`^This ${attribute} is already taken`)),
      ]);
  });
});

test('What another table refuses is no taken value of the client: 500, and nothing is kept', async () => {
  const { organizationId } = tenant;
  const setBack = (by: number) =>
    muster.rows('UPDATE event_sequences SET lastSequence = lastSequence - ? WHERE organizationId = ?', [
      by,
      organizationId,
    ]);
  await setBack(1);
  const refused = await tenant.post('/Users', { schemas: [USER], userName: 'free@acme.example' });
  await setBack(-1);
  expect([refused.status, refused.json.scimType]).toEqual([500, undefined]);
  const again = await tenant.post('/Users', { schemas: [USER], userName: 'free@acme.example' });
  expect(again.status).toBe(201);
});

test.each([
  ['users', { id: uuid() }, 'users_userName'],
  ['users', { userNameKey: 'free' }, 'PRIMARY'],
  ['user_groups', { id: uuid() }, 'user_groups_displayName'],
  ['scim_keys', {}, 'scim_keys_id'],
])(
  'A row of %s that differs in %j from another is refused by %s, which the error names',
  async (table, change, index) => {
    await tenant.newUser();
    await tenant.newGroup();
    const other = await muster.newOrganization();
    const organizationId = table === 'scim_keys' ? other : tenant.organizationId;
    const [row] = await muster.rows<object>(`SELECT * FROM ${table} WHERE organizationId = ?`, [tenant.organizationId]);
    const copy = { ...row, ...change, organizationId };
    const columns = raw(Object.keys(copy).join());
    const inserted = muster.app
      .get(UnitOfWork)
      .run((transaction) =>
        transaction.execute(sql`INSERT INTO ${raw(table)} (${columns}) VALUES (${join(Object.values(copy))})`),
      );
    await expect(inserted).rejects.toBeInstanceOf(UniqueViolationError);
    await expect(inserted).rejects.toMatchObject({ index });
  },
);
