import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/**
 * One worker more than the two cores of a small machine: what kills and starts processes mostly waits for them. Each file of tests
 * reads all modules afresh: with room for them, V8 collects less often, which is a tenth of the CPU.
 */
const JEST = [
  '--max-semi-space-size=64',
  '--experimental-vm-modules',
  '--no-warnings=ExperimentalWarning',
  'node_modules/jest/bin/jest.js',
  '--maxWorkers=3',
];

/**
 * Runs tests, which report to standard error.
 * @returns {{summary: string, ok: boolean}} `<name>: 12 passed, 0 failed (3 s)`
 */
export function runJest(name, options, env) {
  const folder = mkdtempSync(join(tmpdir(), 'muster-results-'));
  const results = join(folder, 'results.json');
  const begun = performance.now();
  console.log(`\n== Tests on ${name}`);
  const { status } = spawnSync(process.execPath, [...JEST, '--json', `--outputFile=${results}`, ...options], {
    stdio: ['ignore', 'ignore', 'inherit'],
    env,
  });
  const seconds = Math.round((performance.now() - begun) / 1_000);
  const summary = `${name}: ${counted(results)} (${seconds} s)`;
  rmSync(folder, { recursive: true });
  return { summary, ok: status === 0 };
}

function counted(results) {
  try {
    const { numPassedTests, numFailedTests, numRuntimeErrorTestSuites } = JSON.parse(readFileSync(results, 'utf8'));
    return `${numPassedTests} passed, ${numFailedTests + numRuntimeErrorTestSuites} failed`;
  } catch {
    return '0 passed, 1 failed';
  }
}
