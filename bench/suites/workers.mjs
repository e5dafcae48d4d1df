import { startMuster } from '../programs.mjs';
import { newOrganization } from '../organizations.mjs';
import { get, requests, toMuster } from '../requests.mjs';

const CONNECTIONS = 32;

/** One process beside two on one listener. */
export const workers = {
  name: 'workers',
  about: 'with WORKERS=1 and WORKERS=2',

  async *run({ database, compare, only, muster: options }) {
    const start = (count) => startMuster(database.url, { ...options, environment: { WORKERS: String(count) } });
    const programs = { 'one worker': await start(1), 'two workers': await start(2) };
    const organization = await newOrganization(programs['one worker'], database.url, { people: 1_000 });
    const scenarios = {
      'schemas, no database': () => () => get('/Schemas'),
      'page of 100': requests['page of 100'],
      'GET by id': requests['GET by id'],
    };
    for (const [name, request] of Object.entries(scenarios)) {
      if (!only(name)) continue;
      const contestants = Object.entries(programs).map(([title, program]) => ({
        name: title,
        program,
        next: toMuster(request, organization),
        connections: CONNECTIONS,
      }));
      yield compare(name, contestants, [
        { of: 'two workers', to: 'one worker', measure: 'requestsPerSecond', atLeast: 1.7 },
      ]);
    }
    for (const program of Object.values(programs)) await program.stop();
  },
};
