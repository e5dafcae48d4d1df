/** See `npm run bench -- --help`. */
import { writeFileSync } from 'node:fs';
import { availableParallelism, cpus, totalmem } from 'node:os';
import { parseArgs } from 'node:util';
import { chart } from './chart.mjs';
import { startDatabase } from './databases.mjs';
import { judged } from './limits.mjs';
import { inTurn } from './load.mjs';
import { markdown, summary, table } from './report.mjs';
import { adminConsole } from './suites/console.mjs';
import { events } from './suites/events.mjs';
import { floors } from './suites/floors.mjs';
import { growth } from './suites/growth.mjs';
import { sets } from './suites/sets.mjs';
import { soak } from './suites/soak.mjs';
import { workers } from './suites/workers.mjs';

const SUITES = [floors, growth, sets, events, workers, soak, adminConsole];
const HELP = `Usage: npm run bench -- [options]

Measures Muster on a private database: requests a second, times, and the CPU that a request costs server and database,
each beside something else in the same run. Ends with 1 when a limit is missed.

  --suite <names>    which of them (default all but soak and console):
${SUITES.map(({ name, about }) => `                       ${name.padEnd(8)} ${about}`).join('\n')}
  --only <text>      scenarios whose name has the text
  --database <name>  mariadb (default) or sqlite
  --people <number>  people of an organization (default 10000)
  --large <number>   people of a large one (default 1000000)
  --seconds <number> how long each measurement takes (default 1)
  --runs <number>    measurements of each, of which the median counts (default 7)
  --soak <seconds>   how long the soak takes (default 600)
  --profile <folder> writes CPU profiles of Muster there, which browsers and editors show as flame graphs
  --json <file>      writes the figures
  --markdown <file>  writes the figures as a page, with a chart beside it
  --help`;

const { values: options } = parseArgs({
  options: {
    suite: { type: 'string', default: 'floors,growth,sets,events,workers' },
    only: { type: 'string', default: '' },
    database: { type: 'string', default: 'mariadb' },
    people: { type: 'string', default: '10000' },
    large: { type: 'string', default: '1000000' },
    seconds: { type: 'string', default: '1' },
    runs: { type: 'string', default: '7' },
    soak: { type: 'string', default: '600' },
    profile: { type: 'string' },
    json: { type: 'string' },
    markdown: { type: 'string' },
    help: { type: 'boolean' },
  },
});
if (options.help) {
  console.log(HELP);
  process.exit(0);
}

const { suite: names, only, database: kind, runs, seconds, soak: soakSeconds } = options;
const chosen = names.split(',').map((name) => SUITES.find((suite) => suite.name === name) ?? refuse(name));
const machine = `Node ${process.version}, ${availableParallelism()} × ${cpus()[0]?.model.trim()}, ${Math.round(totalmem() / 2 ** 30)} GB`;
const { json: _json, markdown: _markdown, ...measured } = options;
const command = `npm run bench -- ${Object.entries(measured)
  .map(([name, value]) => `--${name} ${value}`)
  .join(' ')}`;
const report = { machine, command, suites: [] };
// So that servers under measurement are ended too: they are killed when this process exits by itself.
for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => process.exit(1));
console.error(machine);
for (const suite of chosen) {
  const database = await startDatabase(kind);
  console.error(`\n${suite.name}: ${suite.about}. ${database.name}`);
  const results = [];
  const settings = { runs: Number(runs), seconds: Number(seconds), database };
  const bench = {
    database,
    people: Number(options.people),
    large: Number(options.large),
    soakSeconds: Number(soakSeconds),
    only: (name) => name.includes(only),
    muster: options.profile ? { options: ['--cpu-prof', `--cpu-prof-dir=${options.profile}`] } : {},
    compare: async (name, contestants, limits) => judged(name, await inTurn(contestants, settings), limits),
  };
  report.suites.push({ name: suite.name, about: suite.about, database: database.name, results });
  for await (const result of suite.run(bench)) {
    results.push(result);
    console.log(table([result]));
    save();
  }
  await database.stop();
}
console.log(`\n${summary(report)}`);
const limits = report.suites.flatMap(({ results }) => results.flatMap(({ limits: each }) => each));
process.exit(limits.every(({ holds }) => holds) ? 0 : 1);

/** What there is so far, so that little is lost when it ends early. */
function save() {
  if (options.json) writeFileSync(options.json, JSON.stringify(report, undefined, 2));
  if (!options.markdown) return;
  writeFileSync(options.markdown, markdown(report));
  writeFileSync(options.markdown.replace(/\.md$/, '.svg'), chart(report));
}

function refuse(name) {
  console.error(`There is no suite "${name}": see --help`);
  process.exit(2);
}
