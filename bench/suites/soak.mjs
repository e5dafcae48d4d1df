import { setTimeout as delay } from 'node:timers/promises';
import { continuing, measure } from '../load.mjs';
import { startMuster } from '../programs.mjs';
import { newOrganization } from '../organizations.mjs';
import { oneMember, requests, toMuster, wholeGroup } from '../requests.mjs';
import { judged } from '../limits.mjs';

const MIB = 2 ** 20;
const INTERVAL_MS = 2_000;

/** Memory under load that does not end. */
export const soak = {
  name: 'soak',
  about: 'of every kind at once, for as long as --soak says',

  async *run({ database, people, soakSeconds, muster: options }) {
    const server = await startMuster(database.url, options);
    const size = { people, sizes: { Ten: 10, Large: 5_000 } };
    const organization = await newOrganization(server, database.url, size);
    const mixed = [...Object.values(requests), oneMember('Ten'), oneMember('Large'), wholeGroup('Large')];
    const makers = mixed.map((request) => toMuster(request, organization));
    const next = continuing((index) => makers[index % makers.length](Math.floor(index / makers.length)));
    const samples = [];
    const load = measure({ program: server, database, next, connections: 10, seconds: soakSeconds });
    const ended = load.then(() => true);
    while (!(await Promise.race([ended, delay(INTERVAL_MS, false)]))) samples.push(server.rss());
    const half = Math.floor(samples.length / 2);
    const [first, second] = [samples.slice(Math.floor(half / 2), half), samples.slice(half + Math.floor(half / 2))];
    const measured = {
      'second quarter': { ...(await load), rss: mean(first) },
      'last quarter': { ...(await load), rss: mean(second), peak: Math.max(...samples) },
    };
    yield judged(`mixed load for ${soakSeconds} s`, measured, [
      { of: 'last quarter', measure: 'peak', atMost: 220 * MIB },
      { of: 'last quarter', to: 'second quarter', measure: 'rss', atMost: 1.05 },
    ]);
    await server.stop();
  },
};

function mean(list) {
  return list.reduce((sum, each) => sum + each, 0) / list.length;
}
