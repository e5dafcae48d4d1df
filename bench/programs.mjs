import { execFile, spawn } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { freePort } from '../test/support/mariadb.mjs';

const root = join(fileURLToPath(import.meta.url), '..', '..');
const run = promisify(execFile);
const TICKS_PER_SECOND = 100;
const START_PATIENCE_MS = 30_000;
/** A process is idle when it has used no more than that between two looks. */
const IDLE_CPU_MS = 50;
const IDLE_PAUSE_MS = 1_000;
const IDLE_PAUSES = 600;
/** See proc(5), clear_refs. */
const RESET_PEAK = '5';

/** A server under measurement: a process of its own, on a free port of the loopback address. */
export class Program {
  constructor(name, url, process) {
    this.name = name;
    this.url = url;
    this.process = process;
  }

  /** CPU time of the process and of its children, in milliseconds. */
  cpu() {
    return family(this.process.pid).reduce((sum, pid) => sum + cpuOf(pid), 0);
  }

  /** Resolves when the process has next to nothing to do any more: what follows writes goes on in the background. */
  async idle() {
    for (let before = this.cpu(), pause = 0; pause < IDLE_PAUSES; pause += 1) {
      await delay(IDLE_PAUSE_MS);
      const now = this.cpu();
      if (now - before < IDLE_CPU_MS) return;
      before = now;
    }
    throw new Error(`${this.name} does not come to rest`);
  }

  /** Resident memory in bytes, of the process and of its children. */
  rss() {
    return family(this.process.pid).reduce((sum, pid) => sum + memoryOf(pid, 'VmRSS'), 0);
  }

  /** The highest resident memory since `forgetPeak`, in bytes. */
  peak() {
    return family(this.process.pid).reduce((sum, pid) => sum + memoryOf(pid, 'VmHWM'), 0);
  }

  forgetPeak() {
    for (const pid of family(this.process.pid)) writeFileSync(`/proc/${pid}/clear_refs`, RESET_PEAK);
  }

  async stop() {
    const ended = new Promise((resolve) => this.process.once('exit', resolve));
    this.process.kill('SIGTERM');
    await Promise.race([ended, delay(20_000, undefined, { ref: false }).then(() => this.process.kill('SIGKILL'))]);
  }
}

/** Muster as it is shipped. @param options of Node, such as --cpu-prof */
export async function startMuster(databaseUrl, { name = 'Muster', environment = {}, options = [] } = {}) {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const env = { ...musterEnvironment(databaseUrl, url), PORT: String(port), ...environment };
  return started(name, url, [...options, 'dist/main.js'], env, '/readyz');
}

/** One of the programs in bench/programs. */
export async function startProgram(name, file, settings) {
  const port = await freePort();
  const env = { ...process.env, ...settings, NODE_ENV: 'production', PORT: String(port) };
  return started(name, `http://127.0.0.1:${port}`, [`bench/programs/${file}`], env, '/ready');
}

/** Runs the command line and reads its JSON. */
export async function muster(databaseUrl, url, ...words) {
  const options = { cwd: root, env: musterEnvironment(databaseUrl, url) };
  const { stdout } = await run(process.execPath, ['bin/muster.mjs', ...words, '--json'], options);
  return JSON.parse(stdout);
}

export function cpuOf(pid) {
  const fields = statOf(pid);
  return ((Number(fields[11]) + Number(fields[12])) / TICKS_PER_SECOND) * 1_000;
}

function musterEnvironment(databaseUrl, url) {
  return {
    ...process.env,
    NODE_ENV: 'production',
    DATABASE_URL: databaseUrl,
    PUBLIC_URL: url,
    SCIM_MAX_PAYLOAD_SIZE: '16777216',
    WEBHOOKS_ALLOW_HTTP: 'true',
    WEBHOOKS_ALLOW_PRIVATE: '127.0.0.1/32',
  };
}

async function started(name, url, words, env, health) {
  const child = spawn(process.execPath, words, { cwd: root, env, stdio: ['ignore', 'ignore', 'inherit'] });
  process.once('exit', () => child.kill('SIGKILL'));
  const deadline = Date.now() + START_PATIENCE_MS;
  while (!(await fetch(url + health).catch(() => undefined))?.ok) {
    if (Date.now() > deadline || child.exitCode !== null) throw new Error(`${name} did not start`);
    await delay(50);
  }
  return new Program(name, url, child);
}

/** What follows the command's name in /proc/<pid>/stat; the first field is the state. */
function statOf(pid) {
  const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
  return text.slice(text.lastIndexOf(')') + 2).split(' ');
}

function memoryOf(pid, name) {
  const [, kilobytes] = new RegExp(`${name}:\\s+(\\d+)`).exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
  return Number(kilobytes ?? 0) * 1_024;
}

function family(pid) {
  const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').split(' ').filter(Boolean);
  return [pid, ...children.map(Number)];
}
