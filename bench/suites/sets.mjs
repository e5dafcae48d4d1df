import { startMuster } from '../programs.mjs';
import { LARGEST, newOrganization } from '../organizations.mjs';
import { bulk, manyMembers, nearlyTheSame, toMuster, wholeGroup } from '../requests.mjs';

const MIB = 2 ** 20;
/** Requests of a measurement, where one may take seconds. */
const SLOW = 5;

/** Requests and answers with very many members or people, one at a time. */
export const sets = {
  name: 'sets',
  about: 'with thousands of members or people in one request or answer',

  async *run({ database, large, compare, only, muster: options }) {
    const server = await startMuster(database.url, options);
    const largest = large / 10;
    const size = { people: large, groups: 1, largestGroup: largest, sizes: { Large: 5_000 } };
    const organization = await newOrganization(server, database.url, size);
    const title = `GET group of ${largest.toLocaleString('en-US')}`;
    const scenarios = [
      { name: 'PATCH 1,000 members', request: manyMembers(LARGEST), limits: [below('p99', 500)] },
      { name: 'PUT 5,000 members, 3 new', request: nearlyTheSame('Large') },
      {
        name: title,
        request: wholeGroup(LARGEST),
        amount: SLOW,
        limits: [below('p99', 1_000), below('extraMemory', 64 * MIB)],
      },
      { name: `${title}, ids only`, request: wholeGroup(LARGEST, '?attributes=members.value'), amount: SLOW },
      { name: `${title}, no members`, request: wholeGroup(LARGEST, '?excludedAttributes=members') },
      { name: 'Bulk of 1,000 people', request: bulk, amount: SLOW },
    ];
    for (const { name, request, amount, limits } of scenarios) {
      if (!only(name)) continue;
      const next = toMuster(request, organization);
      yield compare(name, [{ name: 'Muster', program: server, next, connections: 1, amount }], limits);
    }
    await server.stop();
  },
};

function below(measure, atMost) {
  return { of: 'Muster', measure, atMost };
}
