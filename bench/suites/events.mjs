import { setTimeout as delay } from 'node:timers/promises';
import { muster, startMuster, startProgram } from '../programs.mjs';
import { newOrganization } from '../organizations.mjs';
import { oneMember, requests, toMuster } from '../requests.mjs';

const QUIET_MS = 1_000;
const WITHOUT = 'no subscriber';
const WITH = 'one webhook';
const SLOW = 'a slow webhook';
const FAILING = 'a failing webhook';

/** Writes of an organization that nobody listens to, and of one whose events are sent to an application. */
export const events = {
  name: 'events',
  about:
    'writes with and without an application that is told of them by webhook; audit and request log are always there',

  async *run({ database, people, compare, only, muster: options }) {
    const server = await startMuster(database.url, options);
    const receiver = await startProgram('receiver', 'receiver.mjs', {});
    const size = { people, sizes: { Ten: 10 } };
    const alone = await newOrganization(server, database.url, size);
    const told = async (path) => {
      const organization = await newOrganization(server, database.url, size);
      await muster(database.url, server.url, 'webhook', 'create', organization.id, `${receiver.url}${path}`);
      return organization;
    };
    const well = await told('/hook');
    const scenarios = {
      'POST user': requests['POST user'],
      'PATCH active': requests['PATCH active'],
      'PATCH one member of 10': oneMember('Ten'),
    };
    for (const [name, request] of Object.entries(scenarios)) {
      if (!only(name)) continue;
      const connections = name.includes('member') ? 1 : undefined;
      yield compare(
        name,
        [
          { name: WITHOUT, program: server, next: toMuster(request, alone), connections },
          { name: WITH, program: server, next: toMuster(request, well), connections, settled: () => quiet(receiver) },
        ],
        [{ of: WITH, to: WITHOUT, measure: 'requestsPerSecond', atLeast: 0.8 }],
      );
    }
    const name = 'POST user, a consumer in trouble';
    if (only(name)) {
      const sides = [
        [WITHOUT, alone],
        [SLOW, await told('/slow')],
        [FAILING, await told('/fails')],
      ];
      yield compare(
        name,
        sides.map(([side, organization]) => ({
          name: side,
          program: server,
          next: toMuster(requests['POST user'], organization),
        })),
        [SLOW, FAILING].map((side) => ({ of: side, to: WITHOUT, measure: 'p99', atMost: 1.1 })),
      );
    }
    for (const program of [server, receiver]) await program.stop();
  },
};

/** Until all is delivered, so that whoever is measured next is alone. */
async function quiet(receiver) {
  const count = async () => (await (await fetch(`${receiver.url}/told`)).json()).told;
  for (let [before, now] = [-1, await count()]; before !== now; [before, now] = [now, await count()])
    await delay(QUIET_MS);
}
