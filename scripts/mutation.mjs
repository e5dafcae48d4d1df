/**
 * `npm run mutation`: Stryker changes the pure code of each piece of `stryker.config.mjs` in every way that it knows, and runs the
 * specs beside it. A piece fails when they notice less than the threshold there.
 * Usage: npm run mutation -- [piece …]
 */
import { spawnSync } from 'node:child_process';
import { parseArgs } from 'node:util';
import { PIECES } from '../stryker.config.mjs';

const { positionals } = parseArgs({ allowPositionals: true });
const names = Object.keys(PIECES);
const unknown = positionals.find((name) => !names.includes(name));
if (unknown) throw new Error(`There is no piece ${unknown}: name some of ${names.join(', ')}`);

let [passed, failed] = [0, 0];
for (const piece of positionals.length > 0 ? positionals : names) {
  const begun = Date.now();
  const { status } = spawnSync('npx', ['stryker', 'run'], {
    stdio: 'inherit',
    env: { ...process.env, MUTATION_PIECE: piece },
  });
  if (status === 0) passed += 1;
  else failed += 1;
  console.log(`${status === 0 ? 'passed' : 'FAILED'}: ${piece}, ${Math.round((Date.now() - begun) / 1_000)} s`);
}
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;
