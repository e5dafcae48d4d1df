/** See `npm run bench -- --help`. */
import { writeFileSync } from 'node:fs';
import { availableParallelism, cpus, totalmem } from 'node:os';
import { parseArgs } from 'node:util';
import { createConnection } from 'mysql2/promise';
import { findMariadb, startMariadb } from '../test/support/mariadb.mjs';
import { measure, medianOf } from './load.mjs';
import { startMuster, startProgram } from './programs.mjs';
import { table } from './report.mjs';
import { scenarios } from './scenarios.mjs';
import { newOrganization, peerOrganization } from './organizations.mjs';

const HELP = `Usage: npm run bench -- [options]

Measures Muster beside the least that its own stack can do, and beside other servers, in one run.

  --only <text>      scenarios whose name has the text
  --people <number>  people of the organization (default 10000)
  --seconds <number> how long each measurement takes (default 3)
  --runs <number>    measurements of each, of which the median counts (default 3)
  --profile <folder> writes a CPU profile of Muster there, to open in a browser's developer tools
  --json <file>      writes the figures
  --help`;

const { values: options } = parseArgs({
  options: {
    only: { type: 'string', default: '' },
    people: { type: 'string', default: '10000' },
    seconds: { type: 'string', default: '3' },
    runs: { type: 'string', default: '3' },
    profile: { type: 'string' },
    json: { type: 'string' },
    help: { type: 'boolean' },
  },
});
if (options.help) {
  console.log(HELP);
  process.exit(0);
}
if (!findMariadb()) {
  console.error('The benchmarks need MariaDB or MySQL: install mariadb-server');
  process.exit(1);
}

const CONNECTIONS = 10;
const machine = `Node ${process.version}, ${availableParallelism()} × ${cpus()[0]?.model.trim()}, ${Math.round(totalmem() / 2 ** 30)} GB`;
console.error(machine);
const database = await startMariadb(['--innodb-buffer-pool-size=2G', '--innodb-log-file-size=1G']);
const admin = await createConnection(database.url);
const statements = async () => Number((await admin.query("SHOW GLOBAL STATUS LIKE 'Questions'"))[0][0].Value);
const profile = options.profile ? ['--cpu-prof', `--cpu-prof-dir=${options.profile}`] : [];
const server = await startMuster(database.url, { options: profile });
const organization = await newOrganization(server, database.url, Number(options.people));
const floors = [
  await startProgram('Nest', 'nest.mjs', { DATABASE_URL: database.url }),
  await startProgram('node:http', 'node-http.mjs', { DATABASE_URL: database.url }),
];
const other = await startProgram('scimmy', 'scimmy.mjs', { KEY: 'bench', PEOPLE: options.people, GROUP_SIZE: '5000' });

const results = [];
for (const scenario of scenarios.filter(({ name }) => name.includes(options.only))) {
  const contestants = [
    { program: server, next: scenario.muster(organization) },
    ...(scenario.floor ? floors.map((program) => ({ program, next: scenario.floor(organization) })) : []),
    ...(scenario.peer ? [{ program: other, next: scenario.peer(peerOrganization(organization)) }] : []),
  ];
  const runs = new Map(contestants.map(({ program }) => [program.name, []]));
  for (let run = 0; run < Number(options.runs); run += 1) {
    for (const { program, next } of contestants) {
      const connections = scenario.connections ?? CONNECTIONS;
      const seconds = Number(options.seconds);
      const load = { program, database: database.pid, statements, connections, next: continuing(next, run) };
      if (run === 0) await measure({ ...load, seconds: 1, next: continuing(next, -1) });
      runs.get(program.name).push(await measure({ ...load, seconds }));
    }
  }
  const measured = Object.fromEntries([...runs].map(([name, list]) => [name, medianOf(list)]));
  results.push({ scenario: scenario.name, limit: scenario.limit, measured });
  console.log(table(results.slice(-1)));
}
if (options.json) writeFileSync(options.json, JSON.stringify({ machine, options, results }, undefined, 2));
for (const program of [server, ...floors, other]) await program.stop();
await admin.end();
await database.stop();

/** Goes on where the run before may have ended, so that no request is made twice. */
function continuing(next, run) {
  const first = (run + 1) * 1_000_000;
  return (index) => next(first + index);
}
