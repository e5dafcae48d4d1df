import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { clock } from '../../src/platform/database/clock.js';
import { GroupsService } from '../../src/groups/groups.service.js';
import { operatorContext } from '../../src/tools/cli/operator-context.js';
import { UsersService } from '../../src/users/users.service.js';
import { Muster, type Tenant } from '../support/muster.js';
import { findings, pagesOf, walk, type WalkedPage, type Walking } from '../support/walk.js';
import type { ScimClient } from '../support/scim-client.js';

const PEOPLE = 2_000;
const DELETIONS = 5;
const USER = 'urn:ietf:params:scim:schemas:core:2.0:User';
const GROUP = 'urn:ietf:params:scim:schemas:core:2.0:Group';
const PROJECTION = { attributes: [], excludedAttributes: [] };

let muster: Muster;
let other: Muster;
let tenant: Tenant;
let users: UsersService;
let groups: GroupsService;
beforeAll(async () => {
  muster = await Muster.start();
  other = await muster.another();
  tenant = await muster.newTenant();
  users = muster.app.get(UsersService);
  groups = muster.app.get(GroupsService);
  await people(PEOPLE);
}, 120_000);
afterAll(async () => {
  await other.stop();
  await muster.stop();
});

let serial = 0;
const context = () => operatorContext(muster.app, tenant.organizationId);
/** Their names are no order of their creation; some have a title, several the same. */
async function people(count: number): Promise<string[]> {
  const bodies = Array.from({ length: count }, () => {
    serial += 1;
    const title = serial % 3 === 0 ? {} : { title: `Title ${serial % 7}` };
    return { schemas: [USER], userName: `p${(serial * 7_919) % 10_007}-${serial}@example.com`, ...title };
  });
  return users.createAll(await context(), bodies);
}

const idsIn = async (table: string) =>
  (
    await muster.rows<{ id: string }>(`SELECT id FROM ${table} WHERE organizationId = ? ORDER BY id`, [
      tenant.organizationId,
    ])
  ).map(({ id }) => id);
const everybody = () => idsIn('users');

/** Deletes some of those that a page has shown, and makes as many. */
async function deleteSome({ ids }: WalkedPage, number = 0): Promise<void> {
  const step = Math.floor(ids.length / DELETIONS);
  for (let index = 0; index < DELETIONS && step > 0; index += 1) {
    await remove(ids[index * step + (number % step)]!);
  }
  await people(DELETIONS);
}

async function remove(id: string): Promise<void> {
  if ((await idsIn('user_groups')).includes(id)) await groups.delete(await context(), id, undefined);
  else await users.delete(await context(), id, undefined);
}

/** A walk of which nothing may be wrong. @returns its pages */
async function expectAll(walking: Walking, candidates: () => Promise<string[]> = everybody): Promise<WalkedPage[]> {
  const before = await candidates();
  const pages = await walk({ meanwhile: deleteSome, ...walking });
  const after = new Set(await candidates());
  expect(pages.length).toBeGreaterThan(5);
  expect(
    findings(
      pages,
      before.filter((id) => after.has(id)),
    ),
  ).toEqual({ lost: 0, twice: 0 });
  return pages;
}

const at = (server: Muster): ScimClient => server.client(tenant.organizationId, tenant.key);

describe('A walk by startIndex while people are deleted and created shows everybody who stayed, once', () => {
  test.each<[string, Partial<Walking>]>([
    ['in the order of creation', {}],
    ['with a filter', { query: { filter: 'userName co "@example"' } }],
    ['sorted by userName', { query: { sortBy: 'userName' } }],
    ['sorted by userName, descending', { query: { sortBy: 'userName', sortOrder: 'descending' } }],
    ['sorted by an attribute that some do not have', { query: { sortBy: 'title' } }],
    ['the same, descending', { query: { sortBy: 'title', sortOrder: 'descending' } }],
    ['with a filter, and sorted', { query: { filter: 'userName pr', sortBy: 'title' } }],
    ['sorted by a time', { query: { sortBy: 'meta.lastModified', sortOrder: 'descending' } }],
    ['by POST .search', { isPost: true, query: { filter: 'userName pr' } }],
    ['in pages of 37', { count: 37 }],
  ])('%s', async (_how, walking) => {
    await expectAll({ endpoint: '/Users', clients: [tenant], ...walking });
  });

  test('with what is left on the way counted in totalResults', async () => {
    const pages = await expectAll({ endpoint: '/Users', clients: [tenant] });
    const shown = pages.reduce((sum, { ids }) => sum + ids.length, 0);
    expect(pages.at(-1)!.totalResults).toBe(shown);
    expect(pages[1]!.totalResults).toBe(pages[0]!.totalResults + DELETIONS);
  });

  test('one walk after the other', async () => {
    for (let times = 0; times < 3; times += 1) await expectAll({ endpoint: '/Users', clients: [tenant], count: 200 });
  });

  test('from two servers in turn', async () => {
    await expectAll({ endpoint: '/Users', clients: [tenant, at(other)] });
    await expectAll({ endpoint: '/Users', clients: [tenant, at(other)], query: { sortBy: 'title' } });
  });

  test('with a restart in the middle', async () => {
    const client = Object.create(tenant) as Tenant;
    let restarting: Muster | undefined = await muster.another();
    Object.assign(client, { base: at(restarting).base });
    const meanwhile = async (page: WalkedPage, number: number) => {
      await deleteSome(page, number);
      if (number !== 5) return;
      await restarting!.stop();
      restarting = await muster.another();
      Object.assign(client, { base: at(restarting).base });
    };
    await expectAll({ endpoint: '/Users', clients: [client], meanwhile });
    await restarting.stop();
  });

  test('when an answer is lost and its request repeated', async () => {
    const repeat = async (page: WalkedPage, number: number) => {
      await deleteSome(page, number);
      if (number % 2 === 0) await tenant.get(`/Users?count=100&startIndex=${number * 100 + 101}`);
    };
    await expectAll({ endpoint: '/Users', clients: [tenant], meanwhile: repeat });
  });

  test('at the root, over people and groups', async () => {
    for (let index = 0; index < 300; index += 1)
      await groups.create(await context(), { schemas: [GROUP], displayName: `Group ${index}` }, PROJECTION);
    const all = async () => [...(await everybody()), ...(await idsIn('user_groups'))];
    await expectAll({ endpoint: '/', clients: [tenant, at(other)] }, all);
    await expectAll({ endpoint: '/', clients: [tenant], query: { sortBy: 'userName' } }, all);
    await expectAll({ endpoint: '', isPost: true, clients: [tenant], query: { sortBy: 'displayName' } }, all);
  });

  test.each<Record<string, string>>([{}, { sortBy: 'displayName' }, { filter: 'displayName sw "Group"' }])(
    'of groups: %j',
    async (query) => {
      const meanwhile = async ({ ids }: WalkedPage) => {
        for (const id of ids.slice(3, 5)) await groups.delete(await context(), id, undefined);
        await groups.create(
          await context(),
          { schemas: [GROUP], displayName: `Group, a new one ${(serial += 1)}` },
          PROJECTION,
        );
      };
      await expectAll({ endpoint: '/Groups', clients: [tenant], count: 25, query, meanwhile }, () =>
        idsIn('user_groups'),
      );
    },
  );
});

describe('Two clients that make the same walk with the same key at the same time', () => {
  const query = { sortBy: 'userName' };
  test.each<Record<string, string>>([{}, query])(
    'lose nobody, although somebody may come twice: %j',
    async (sorted) => {
      const before = await everybody();
      const clients = [tenant, at(other)].map((client) =>
        pagesOf({ endpoint: '/Users', clients: [client], query: sorted }),
      );
      const walks: WalkedPage[][] = [[], []];
      for (let open = 2; open > 0;) {
        open = 0;
        for (const [index, client] of clients.entries()) {
          const next = await client.next();
          if (next.done) continue;
          open += 1;
          walks[index]!.push(next.value);
          await deleteSome(next.value, walks[index]!.length);
        }
      }
      const after = new Set(await everybody());
      const stayed = before.filter((id) => after.has(id));
      expect(walks.map((pages) => findings(pages, stayed).lost)).toEqual([0, 0]);
    },
  );

  test('lose nobody when one walks again and again while the other has just begun', async () => {
    const before = await everybody();
    const meanwhile = async (page: WalkedPage, number: number) => {
      if (number > 2) return;
      await deleteSome(page, number);
      await walk({ endpoint: '/Users', clients: [at(other)] });
      await walk({ endpoint: '/Users', clients: [at(other)] });
    };
    const pages = await walk({ endpoint: '/Users', clients: [tenant], meanwhile });
    const after = new Set(await everybody());
    expect(
      findings(
        pages,
        before.filter((id) => after.has(id)),
      ).lost,
    ).toBe(0);
  });
});

describe('What is remembered of a walk', () => {
  const kept = () =>
    muster.rows<{ places: unknown }>('SELECT places, expiresAt FROM walks WHERE organizationId = ?', [
      tenant.organizationId,
    ]);
  const empty = () => muster.rows('DELETE FROM walks WHERE organizationId = ?', [tenant.organizationId]);

  test('is nothing after a page that shows all, a look-up, a count and a cursor', async () => {
    await empty();
    const { userName } = (await tenant.get('/Users?count=1&cursor')).json.Resources[0];
    await tenant.get('/Users?count=0');
    await tenant.get(`/Users?filter=userName eq "${userName}"`);
    await tenant.get(`/Users?filter=userName sw "${userName}"`);
    await tenant.get('/Roles');
    expect(await kept()).toEqual([]);
  });

  test('costs a first page a transaction of two statements, and nothing once it was asked for again and again', async () => {
    const statementsOf = (work: () => Promise<unknown>) => muster.statements.during(work);
    const first = () => tenant.get('/Users?count=10&sortBy=userName&sortOrder=descending');
    await tenant.get('/Users?count=0');
    const ofWalks = async (work: () => Promise<unknown>) =>
      (await statementsOf(work)).filter((text) => text.replaceAll(/["`]/g, '').includes(' walks')).length;
    await first();
    expect(await ofWalks(first)).toBe(2);
    expect(await ofWalks(() => tenant.get('/Users?count=10&sortBy=userName&sortOrder=descending&startIndex=11'))).toBe(
      3,
    );
    for (let times = 0; times < 16; times += 1) await first();
    expect(await ofWalks(first)).toBe(0);
  });

  test('is sealed, and one row for each query', async () => {
    await empty();
    await walk({ endpoint: '/Users', clients: [tenant], query: { sortBy: 'userName' } });
    await walk({ endpoint: '/Users', clients: [tenant], query: { sortBy: 'userName' } });
    const rows = await kept();
    expect(rows).toHaveLength(1);
    expect(String(rows[0]!.places)).toMatch(/^[\w-]+$/);
  });

  test('counts for another key and another organization nothing', async () => {
    await tenant.get('/Users?count=100');
    const deleted = (await everybody())[0]!;
    await users.delete(await context(), deleted, undefined);
    const { key } = await muster.newKey(tenant.organizationId);
    const page = await muster.client(tenant.organizationId, key).get('/Users?count=100&startIndex=101');
    expect(page.json.Resources[0].id).toBe((await everybody())[100]);
  });

  test('is forgotten ten minutes after the last page', async () => {
    const query = '/Users?count=100&sortBy=id';
    const first = (await tenant.get(query)).json.Resources as { id: string }[];
    await users.delete(await context(), first[0]!.id, undefined);
    const ids = await everybody();
    const now = clock.now();
    const next = async (later: number) => {
      jest.spyOn(clock, 'now').mockReturnValue(now + later);
      const { json } = await tenant.get(`${query}&startIndex=101`);
      jest.restoreAllMocks();
      return json.Resources[0].id as string;
    };
    expect(await next(599_000)).toBe(ids[99]);
    expect(await next(1_300_000)).toBe(ids[100]);
  });
});
