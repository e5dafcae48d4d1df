/** Takes the pictures of the documentation from the real console: what the browser test sees on its way. */
import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** By their names in the documentation. */
const PICTURES = {
  scim: 'scim-light',
  'overview-light': 'overview-light',
  'overview-dark': 'overview-dark',
  person: 'person-light',
  requests: 'requests-light',
};

const shots = mkdtempSync(join(tmpdir(), 'muster-pictures-'));
const { status } = spawnSync(process.execPath, ['scripts/browser.mjs', 'story'], {
  stdio: 'inherit',
  env: { ...process.env, SHOTS: shots },
});
mkdirSync('docs/pictures', { recursive: true });
if (status === 0)
  for (const [name, shot] of Object.entries(PICTURES))
    copyFileSync(join(shots, `console-${shot}.png`), `docs/pictures/console-${name}.png`);
rmSync(shots, { recursive: true });
process.exit(status ?? 1);
