/**
 * Opens the pages of a started server in Chromium and looks at what a person would see.
 * Usage: node scripts/browser.mjs
 */
import { spawn, spawnSync } from 'node:child_process';
import { setTimeout as delay } from 'node:timers/promises';
import { freePort } from '../test/support/mariadb.mjs';

const CHROMIUM = process.env.CHROMIUM ?? 'chromium';
const OPTIONS = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--enable-logging=stderr',
  '--virtual-time-budget=10000',
];
const total = { passed: 0, failed: 0 };

const port = await freePort();
const url = `http://127.0.0.1:${port}`;
const server = spawn(process.execPath, ['dist/main.js'], {
  env: {
    ...process.env,
    DATABASE_URL: 'sqlite::memory:',
    HOST: '127.0.0.1',
    PORT: String(port),
    PUBLIC_URL: url,
    LOG_LEVEL: 'warn',
  },
  stdio: 'inherit',
});
try {
  await ready();
  const { dom, messages } = open(`${url}/api/docs`);
  check('the API page shows its title', dom.includes('Muster') && dom.includes('OAS 3.1'));
  for (const tag of ['Users', 'Groups', 'Bulk', 'Discovery'])
    check(`the API page lists ${tag}`, dom.includes(`id="operations-tag-${tag}"`));
  check('the API page describes creating a user', dom.includes('Create a user'));
  check(`the API page loads without an error${messages && `: ${messages}`}`, messages === '');
} finally {
  const ended = new Promise((done) => server.once('exit', done));
  server.kill('SIGTERM');
  await ended;
}
console.log(`${total.passed} passed, ${total.failed} failed`);
process.exit(total.failed === 0 ? 0 : 1);

/** The page when its scripts have run, and what the browser complained of. */
function open(page) {
  const { stdout, stderr } = spawnSync(CHROMIUM, [...OPTIONS, '--dump-dom', page], {
    encoding: 'utf8',
    timeout: 60_000,
  });
  const messages = (stderr ?? '').split('\n').filter((line) => line.includes('CONSOLE'));
  return { dom: stdout ?? '', messages: messages.join('\n') };
}

async function ready() {
  for (let attempt = 0; attempt < 100; attempt += 1) {
    if ((await fetch(`${url}/readyz`).catch(() => undefined))?.ok) return;
    await delay(200);
  }
  throw new Error('the server did not become ready');
}

function check(name, holds) {
  total[holds ? 'passed' : 'failed'] += 1;
  console.log(`${holds ? 'ok  ' : 'FAIL'} ${name}`);
}
