import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, rmdirSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const SOURCES = ['src', 'pages', 'console', 'package-lock.json', 'tsconfig.json', 'tsconfig.build.json'];
const LOCK = join(root, 'node_modules', '.muster-build');
const PATIENCE_MS = 120_000;

/** Builds `dist/` when it is missing or older than its sources; one process at a time. Without sources it does nothing. */
export async function ensureBuilt() {
  if (!existsSync(join(root, 'src')) || isCurrent()) return;
  const deadline = Date.now() + PATIENCE_MS;
  while (!locked()) {
    if (Date.now() > deadline) throw new Error(`Another build does not end; remove ${LOCK} if none is running`);
    await delay(200);
  }
  try {
    if (isCurrent()) return;
    console.error('Building Muster …');
    const { status } = spawnSync('npm', ['run', '--silent', 'build'], { cwd: root, stdio: ['ignore', 2, 2] });
    if (status !== 0) throw new Error('The build failed');
  } finally {
    rmdirSync(LOCK);
  }
}

function isCurrent() {
  const stamp = join(root, 'dist', '.stamp');
  if (!existsSync(stamp) || !existsSync(join(root, 'dist', 'main.js'))) return false;
  const built = statSync(stamp).mtimeMs;
  return SOURCES.every((source) => newest(join(root, source)) <= built);
}

function newest(path) {
  const { mtimeMs } = statSync(path);
  if (!statSync(path).isDirectory()) return mtimeMs;
  return Math.max(mtimeMs, ...readdirSync(path).map((name) => newest(join(path, name))));
}

function locked() {
  try {
    mkdirSync(LOCK);
    return true;
  } catch {
    return false;
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  await ensureBuilt().catch((error) => {
    console.error(error.message);
    process.exit(1);
  });
}
