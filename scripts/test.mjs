/** `npm test`: on SQLite, then on MariaDB or MySQL what speaks to the database. What either has to itself, the other leaves out. */
import { findMariadb, startMariadb } from '../test/support/mariadb.mjs';
import { ensureBuilt } from './ensure-built.mjs';
import { runJest } from './jest-run.mjs';

/** What does not depend on the database's ways: clients of a server, the command line, streams, patches of a document, bad HTTP. */
const ONCE = [
  'operations/(confirmer|command-line|configuration|connections)',
  'mail/mail-command',
  'webhooks/webhook-command',
  'audit/audit-command',
  'feed/stream',
  'properties/patch',
  'faults/(hostile|unread-bodies|headers)',
  'api/json-bodies',
  'faults/readiness',
];
/** Several processes on one database, and processes that are killed: on a server's database, where there is one. */
const SHARED = [
  'operations/(replicas|workers)',
  'faults/(consumer|kill|webhook-kill|relay-kill|request-log)',
  'breaker/processes',
];
const SQLITE = ['--testPathIgnorePatterns', '/node_modules/', ...SHARED];
const MYSQL = ['--roots', 'test', '--testPathIgnorePatterns', '/node_modules/', ...ONCE];
const NO_MYSQL =
  'SKIPPED: the MySQL half of the tests. Install mariadb-server, or set TEST_DATABASE_URL=mysql://user:password@host:3306/name of a server on which databases may be made.';

/** What is chosen may be in one half alone. */
const passedOn = process.argv.slice(2);
const { TEST_DATABASE_URL, REQUIRE_MYSQL, ...environment } = process.env;
const summaries = [];
let failed = false;

await ensureBuilt();
run('SQLite', TEST_DATABASE_URL || findMariadb() ? SQLITE : [], environment);
if (TEST_DATABASE_URL) run('MySQL', MYSQL, { ...environment, TEST_DATABASE_URL });
else if (findMariadb()) await onPrivateServer();
else skip();

console.log();
for (const summary of summaries) console.log(summary);
process.exit(failed ? 1 : 0);

function run(name, options, env) {
  const { summary, ok } = runJest(
    name,
    [...passedOn, ...(passedOn.length > 0 ? ['--passWithNoTests'] : []), ...options],
    env,
  );
  failed ||= !ok;
  summaries.push(summary);
}

async function onPrivateServer() {
  const server = await startMariadb();
  try {
    run('MariaDB', MYSQL, { ...environment, TEST_DATABASE_URL: server.url });
  } finally {
    await server.stop();
  }
}

function skip() {
  summaries.push(NO_MYSQL);
  failed ||= REQUIRE_MYSQL === '1';
}
