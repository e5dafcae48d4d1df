import { startMuster } from '../programs.mjs';
import { LARGEST, newOrganization } from '../organizations.mjs';
import { oneMember, pageByIndex, pagesByCursor, requests, toMuster } from '../requests.mjs';

const SMALL = 1_000;
const PAGE_5_000 = 1 + 4_999 * 100;
const GROUPS = { Ten: 10, Large: 5_000 };
const MANY = 25;

/** The same request in a small organization and in a large one, on the same server and database. */
export const growth = {
  name: 'growth',
  about: 'in organizations and groups of different sizes',

  async *run({ database, large, compare, only, muster: options }) {
    const server = await startMuster(database.url, options);
    const fill = (size) => newOrganization(server, database.url, size);
    const small = await fill({ people: SMALL, groups: 10, largestGroup: 300, sizes: { Ten: 10 } });
    const big = await fill({ people: large, groups: large / 100, largestGroup: large / 10, sizes: GROUPS });
    const many = [];
    for (let number = 0; number < MANY; number += 1) many.push(await fill({ people: SMALL, groups: 0 }));
    const at = (name, request, organization, connections) => ({
      name,
      program: server,
      next: toMuster(request, organization),
      connections,
    });
    const names = [SMALL, large].map((people) => `${people.toLocaleString('en-US')} people`);
    const flat = (measured) => limit(names[1], names[0], measured);
    async function* inBoth(list) {
      for (const name of list.filter(only)) {
        const request = requests[name];
        yield compare(name, [at(names[0], request, small), at(names[1], request, big)], [flat(1.25)]);
      }
    }
    yield* inBoth(LOOK_UPS);
    if (only('page by cursor'))
      yield compare(
        'page by cursor',
        [at(names[0], pagesByCursor, small, 1), at(names[1], pagesByCursor, big, 1)],
        [flat(1.25)],
      );
    if (only('page by index'))
      yield compare(
        'page by index',
        [at('page 1', pageByIndex(1), big), at('page 5,000', pageByIndex(Math.min(PAGE_5_000, large - 99)), big)],
        [limit('page 5,000', 'page 1', 3)],
      );
    yield* inBoth(WRITES);
    if (only('PATCH one member')) {
      const members = (group, name) => at(name, oneMember(group), big, 1);
      const largest = `of ${(large / 10).toLocaleString('en-US')}`;
      yield compare(
        'PATCH one member',
        [members('Ten', 'of 10'), members('Large', 'of 5,000'), members(LARGEST, largest)],
        [limit('of 5,000', 'of 10', 1.25), limit(largest, 'of 10', 1.25)],
      );
    }
    for (const name of ['userName eq', 'POST user']) {
      if (!only(`${MANY} organizations: ${name}`)) continue;
      const each = many.map((organization) => toMuster(requests[name], organization));
      const next = (index) => each[index % MANY](Math.floor(index / MANY));
      const inTurn = { name: `${MANY} in turn`, program: server, next, connections: MANY };
      yield compare(
        `${MANY} organizations: ${name}`,
        [at('one', requests[name], many[0], MANY), inTurn],
        [limit(inTurn.name, 'one', 1.25)],
      );
    }
    await server.stop();
  },
};

const LOOK_UPS = ['GET by id', 'userName eq', 'externalId eq', 'emails.value eq', 'emails[type and value]'];
/** After the pages: who is written by them has another document, of which the small organization would soon mostly consist. */
const WRITES = ['POST user', 'PUT user', 'PATCH active'];

function limit(of, to, atMost) {
  return { of, to, measure: 'cpu', atMost };
}
