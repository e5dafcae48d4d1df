/**
 * `npm run mutants`: puts each mistake of `test/mutants` into a copy of the code, one at a time, and runs the test that has to
 * notice it. The checkout is not touched, and neither is what is built: tests notice mistakes in the process that they run in.
 * Usage: npm run mutants -- [area …] [--part 1/4]
 */
import { execFileSync, spawn } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { mutantsOf } from '../test/mutants/index.ts';
import { startMariadb } from '../test/support/mariadb.mjs';
import { ensureBuilt } from './ensure-built.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const JEST = ['--experimental-vm-modules', '--no-warnings=ExperimentalWarning', 'node_modules/jest/bin/jest.js'];
/** A mistake after which a test never ends is not noticed by it. */
const PATIENCE_MS = 300_000;

const { values, positionals: areas } = parseArgs({ options: { part: { type: 'string' } }, allowPositionals: true });
const { TEST_DATABASE_URL: _, ...environment } = process.env;
const copy = mkdtempSync(join(tmpdir(), 'muster-mutants-'));
let running;
process.on('exit', () => {
  running?.kill('SIGKILL');
  rmSync(copy, { recursive: true, force: true });
});
for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => process.exit(1));

const chosen = new Map();
for (const mutant of part(mutantsOf(areas), values.part))
  chosen.set(testOf(mutant), [...(chosen.get(testOf(mutant)) ?? []), mutant]);
await ensureBuilt();
makeCopy();
let mariadb;
let [passed, failed] = [0, 0];
for (const mutants of chosen.values()) await tryAll(mutants);
await mariadb?.stop();
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed === 0 ? 0 : 1);

/** Mutants that the same test has to notice follow each other: that it passes without them is seen once. */
function testOf({ noticedBy, title = '', on = 'SQLite' }) {
  return [noticedBy, title, on].join('\n');
}

function part(mutants, text = '1/1') {
  const [, number, of] = /^(\d+)\/(\d+)$/.exec(text) ?? [];
  if (!of || number < 1 || +number > +of) throw new Error('--part is like 1/4');
  const sorted = mutants.toSorted((one, other) => testOf(one).localeCompare(testOf(other)));
  return sorted.slice(((number - 1) * sorted.length) / of, (number * sorted.length) / of);
}

function makeCopy() {
  const listed = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard', '-z'], { cwd: root });
  for (const file of String(listed).split('\0').filter(Boolean))
    if (existsSync(join(root, file))) cpSync(join(root, file), join(copy, file));
  for (const folder of ['node_modules', 'dist'])
    if (existsSync(join(root, folder))) symlinkSync(join(root, folder), join(copy, folder));
}

async function tryAll(mutants) {
  const fault = (await runTest(mutants[0])) === 'passed' ? undefined : 'its test fails, or is not there, without it';
  for (const mutant of mutants) {
    const outcome = fault ?? (await tryOne(mutant));
    if (outcome === 'noticed') passed += 1;
    else failed += 1;
    console.log(`${outcome}: ${mutant.mistake} (${mutant.file}, ${mutant.noticedBy})`);
  }
}

async function tryOne(mutant) {
  const { file, find, replace } = mutant;
  const path = join(copy, file);
  const text = existsSync(path) ? readFileSync(path, 'utf8') : '';
  if (text.split(find).length !== 2) return 'not once in its file';
  writeFileSync(
    path,
    text.replace(find, () => replace),
  );
  const outcome = await runTest(mutant);
  writeFileSync(path, text);
  return { failed: 'noticed', passed: 'UNNOTICED' }[outcome] ?? outcome;
}

/** @returns passed, failed, or why the test did not run */
async function runTest({ noticedBy, title, on }) {
  const results = join(copy, 'results.json');
  rmSync(results, { force: true });
  const named = title ? ['--testNamePattern', escaped(title)] : [];
  const options = ['--runInBand', '--forceExit', '--json', `--outputFile=${results}`, ...named];
  const env = {
    ...environment,
    ...(on === 'MariaDB' && { TEST_DATABASE_URL: (mariadb ??= await startMariadb()).url }),
  };
  running = spawn(
    process.execPath,
    [...JEST, `--cacheDirectory=${join(copy, '.jest')}`, ...options, '--runTestsByPath', noticedBy],
    { cwd: copy, env, stdio: 'ignore', timeout: PATIENCE_MS },
  );
  await new Promise((resolve) => running.once('exit', resolve));
  if (!existsSync(results)) return 'its test does not end';
  const { numPassedTests, numFailedTests, success } = JSON.parse(readFileSync(results, 'utf8'));
  if (numPassedTests + numFailedTests === 0) return 'no test runs';
  return success ? 'passed' : 'failed';
}

function escaped(title) {
  return title.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
