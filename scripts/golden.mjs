/** Writes the golden SQL of src/scim/sql/__golden__ from what filters and orders compile to. Usage: npm run golden */
import { spawnSync } from 'node:child_process';

const { status } = spawnSync('npm', ['run', '--silent', 'jest', '--', 'src/scim/sql/golden'], {
  stdio: 'inherit',
  env: { ...process.env, MUSTER_GOLDEN: 'write' },
});
process.exitCode = status ?? 1;
