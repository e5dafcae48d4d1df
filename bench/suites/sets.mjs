import { startMuster } from '../programs.mjs';
import { LARGEST, newOrganization } from '../organizations.mjs';
import { bulk, manyMembers, nearlyTheSame, toMuster, wholeGroup } from '../requests.mjs';

const MIB = 2 ** 20;

/** Requests and answers with very many members or people, one at a time. */
export const sets = {
  name: 'sets',
  about: 'with thousands of members or people in one request or answer',

  async *run({ database, large, compare, only, muster: options }) {
    const server = await startMuster(database.url, options);
    const largest = large / 10;
    const size = { people: large, groups: 1, largestGroup: largest, sizes: { Large: 5_000 } };
    const organization = await newOrganization(server, database.url, size);
    const scenarios = [
      ['PATCH 1,000 members', manyMembers(LARGEST), [below('p99', 500)]],
      ['PUT 5,000 members, 3 new', nearlyTheSame('Large'), []],
      [
        `GET group of ${largest.toLocaleString('en-US')}`,
        wholeGroup(LARGEST),
        [below('p99', 1_000), below('extraMemory', 64 * MIB)],
      ],
      ['… without members', wholeGroup(LARGEST, '?excludedAttributes=members'), []],
      ['… its ids only', wholeGroup(LARGEST, '?attributes=members.value'), []],
      ['Bulk of 1,000 people', bulk, []],
    ];
    for (const [name, request, limits] of scenarios) {
      if (!only(name)) continue;
      const next = toMuster(request, organization);
      yield compare(name, [{ name: 'Muster', program: server, next, connections: 1 }], limits);
    }
    await server.stop();
  },
};

function below(measure, atMost) {
  return { of: 'Muster', measure, atMost };
}
