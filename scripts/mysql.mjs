/** `npm run test:mysql`: on Oracle's MySQL, the tests that depend on how a database plans, locks and compares; or those that are named. */
import { unpackedMysql } from '../test/support/mysql-package.mjs';
import { startMysql } from '../test/support/mysql.mjs';
import { ensureBuilt } from './ensure-built.mjs';
import { runJest } from './jest-run.mjs';

const SUITES = [
  'properties/filters',
  'scim/(plans|queries|sorting|cursors|deep-pages|look-ups|members|isolation|concurrency|statements|text|long-lists)',
  'onboarding/races',
  'operations/migrations',
  'audit/(append-only|chain)',
  'breaker/window',
  'faults/(kill|statements-in-flight)',
  'requests/search',
];

try {
  unpackedMysql();
} catch (error) {
  console.log(`SKIPPED: the tests on MySQL, because ${error.message}`);
  process.exit(0);
}
await ensureBuilt();
const server = await startMysql();
const chosen = process.argv.slice(2);
const options = [...(chosen.length > 0 ? chosen : SUITES), '--roots', 'test'];
const { summary, ok } = runJest(`MySQL ${server.version}`, options, { ...process.env, TEST_DATABASE_URL: server.url });
await server.stop();
console.log(`\n${summary}`);
process.exit(ok ? 0 : 1);
