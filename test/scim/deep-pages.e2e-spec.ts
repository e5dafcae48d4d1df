import { beforeAll, describe, expect, test } from '@jest/globals';
import { v7 as uuid } from 'uuid';
import { operatorContext } from '../../src/tools/cli/operator-context.js';
import { UsersService } from '../../src/users/users.service.js';
import { withMuster, withTenant } from '../support/muster.js';
import type { Json } from '../support/scim-client.js';

const PEOPLE = 3_000;
const schemas = ['urn:ietf:params:scim:schemas:core:2.0:User'];
const person = (userName: string) => ({ schemas, userName });

const muster = withMuster();
const tenant = withTenant(muster);
let users: UsersService;
beforeAll(async () => {
  users = muster.app.get(UsersService);
  const context = await operatorContext(muster.app, tenant.organizationId);
  for (let block = 0; block < PEOPLE; block += 1_000) {
    const bodies = Array.from({ length: 1_000 }, (_, index) => person(`early-${block + index}@example.com`));
    await users.createAll(context, bodies);
  }
}, 60_000);

const page = async (startIndex: number, count = 50) =>
  (await tenant.get(`/Users?startIndex=${startIndex}&count=${count}`)).json;
const idsOf = ({ Resources }: Json) => (Resources as { id: string }[]).map(({ id }) => id);
/** What the pages have to show: all ids, behind the protocol. */
const everybody = async () =>
  (
    await muster.rows<{ id: string }>('SELECT id FROM users WHERE organizationId = ? ORDER BY id', [
      tenant.organizationId,
    ])
  ).map(({ id }) => id);

/** Pages far from the start, one after the other and back again: those after a first one are counted from it. */
async function expectPages(): Promise<void> {
  const ids = await everybody();
  for (const startIndex of [1_951, 2_001, 2_051, 2_501, 2_001, 1_001, 2_981]) {
    const found = await page(startIndex);
    expect(idsOf(found)).toEqual(ids.slice(startIndex - 1, startIndex + 49));
    expect(found).toMatchObject({ totalResults: ids.length, startIndex });
  }
}

describe('Pages far from the start', () => {
  test('show everybody once', () => expectPages());

  test('are counted from the page before them', async () => {
    await page(2_001);
    const statements = await muster.statements.during(() => page(2_051));
    expect(statements.filter((text) => text.includes('FROM users'))).toEqual([expect.stringMatching(/id >= \?/)]);
  });

  test('move up when somebody before them is deleted', async () => {
    await page(2_001);
    await tenant.delete(`/Users/${(await everybody())[700]}`);
    await expectPages();
  });

  test('move down when somebody comes before them', async () => {
    await page(2_001);
    const context = await operatorContext(muster.app, tenant.organizationId);
    const earlier = uuid({ msecs: Date.now() - 86_400_000 });
    const body = person(`${earlier}@example.com`);
    await users.create(context, body, { attributes: [], excludedAttributes: [] }, earlier);
    expect((await everybody())[0]).toBe(earlier);
    await expectPages();
  });

  test('stay where they are when somebody comes behind them', async () => {
    await page(2_001);
    await tenant.newUser();
    const statements = await muster.statements.during(() => page(2_051));
    expect(statements.filter((text) => text.includes('FROM users'))).toHaveLength(1);
    await expectPages();
  });

  test('are exact while people come and go in turn', async () => {
    for (let round = 0; round < 5; round += 1) {
      const ids = await everybody();
      await Promise.all([
        tenant.newUser(),
        page(2_001),
        tenant.delete(`/Users/${ids[round * 300]}`),
        page(2_051),
        tenant.newUser(),
      ]);
      await expectPages();
    }
  });

  test('are empty behind the last one', async () => {
    const { length } = await everybody();
    expect(await page(length + 1_000)).toMatchObject({ totalResults: length, Resources: [] });
    expect(await page(length)).toMatchObject({ totalResults: length, itemsPerPage: 1 });
  });
});
