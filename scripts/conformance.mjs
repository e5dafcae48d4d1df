/**
 * Runs a folder of conformance runners, and the simulation of Okta, against a started server on SQLite and on MariaDB.
 * Usage: node scripts/conformance.mjs <folder>
 */
import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { freePort, startMariadb } from '../test/support/mariadb.mjs';

const kit = resolve(process.argv[2] ?? '../shared/conformance');
const folder = mkdtempSync(join(tmpdir(), 'muster-conformance-'));
const total = { passed: 0, failed: 0 };

await onDatabase('SQLite', `sqlite:${join(folder, 'muster.db')}`);
const mariadb = await startMariadb();
await onDatabase('MariaDB', mariadb.url);
await mariadb.stop();
rmSync(folder, { recursive: true });
console.log(`${total.passed} passed, ${total.failed} failed`);
process.exit(total.failed === 0 ? 0 : 1);

async function onDatabase(name, databaseUrl) {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const log = join(folder, `${name}.log`);
  const env = {
    ...process.env,
    DATABASE_URL: databaseUrl,
    HOST: '127.0.0.1',
    PORT: String(port),
    PUBLIC_URL: url,
    LOG_LEVEL: 'warn',
  };
  const out = openSync(log, 'w');
  const server = spawn(process.execPath, ['dist/main.js'], { env, stdio: ['ignore', out, out] });
  try {
    await ready(url);
    const muster = (...words) => JSON.parse(command(env, [...words, '--json']));
    const tenant = () => {
      const { id, scimUrl } = muster('organization', 'create', 'Conformance', '--enable-scim');
      const key = (profile) => muster('key', 'create', id, '--profile', profile).key;
      return { base: scimUrl, compat: key('compat'), strict: key('strict') };
    };
    const { base, compat, strict } = tenant();
    const target = (key) => ['--base', base, '--auth', `Bearer ${key}`];
    runner(`${name}: Okta SPEC test`, [
      'runscope.mjs',
      'okta/Okta-SCIM-20-SPEC-Test.json',
      ...target(compat),
      '--seed-user',
    ]);
    runner(`${name}: Entra validator`, ['entra-validator/replay.mjs', ...target(compat)]);
    for (const vectors of ['filters', 'patch', 'paths'])
      runner(`${name}: ${vectors}`, ['vectors/run.mjs', vectors, ...target(compat)]);
    for (const vectors of ['patch', 'paths'])
      runner(`${name}: ${vectors}, strict`, ['vectors/run.mjs', vectors, ...target(strict), '--profile', 'strict']);
    for (const mode of ['patch', 'put']) {
      const fresh = tenant();
      simulate(`${name}: Okta simulated, ${mode}`, env, [
        'simulate',
        'okta',
        '--url',
        fresh.base,
        '--key',
        fresh.compat,
        '--mode',
        mode,
      ]);
    }
  } catch (error) {
    count(`${name}: ${error.message}\n${readFileSync(log, 'utf8').slice(-2000)}`, 0, 1);
  } finally {
    const ended = new Promise((done) => server.once('exit', done));
    server.kill('SIGTERM');
    await ended;
  }
}

async function ready(url) {
  for (let attempt = 0; attempt < 100; attempt += 1) {
    const answer = await fetch(`${url}/readyz`).catch(() => undefined);
    if (answer?.ok) return;
    await delay(200);
  }
  throw new Error('the server did not become ready');
}

function command(env, words) {
  const { status, stdout, stderr } = spawnSync(process.execPath, ['bin/muster.mjs', ...words], {
    env,
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(`muster ${words.slice(0, 2).join(' ')} failed: ${stderr}`);
  return stdout;
}

function runner(name, words) {
  const { stdout } = spawnSync(process.execPath, words, {
    cwd: kit,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  report(name, stdout, /(\d+) passed, (\d+) failed/);
}

function simulate(name, env, words) {
  const { stdout } = spawnSync(process.execPath, ['bin/muster.mjs', ...words], {
    env,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  report(name, stdout, /(\d+) as expected, (\d+) not/);
}

function report(name, output, pattern) {
  const [, passed, failed] = pattern.exec(output) ?? [];
  if (passed === undefined) return count(`${name}: no result\n${output}`, 0, 1);
  if (failed !== '0') console.log(output);
  count(name, Number(passed), Number(failed));
}

function count(name, passed, failed) {
  total.passed += passed;
  total.failed += failed;
  console.log(`${failed === 0 ? 'ok  ' : 'FAIL'} ${name} (${passed} passed, ${failed} failed)`);
}
