import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { freePort } from '../../support/mariadb.mjs';

const PATIENCE_MS = 60_000;
const ENVIRONMENT = {
  PUBLIC_URL: 'https://muster.example',
  SERVER_SECRET: 'a server secret of the fixture alone',
  WEBHOOKS_ALLOW_HTTP: 'true',
  WEBHOOKS_ALLOW_PRIVATE: 'true',
};
/** Mail goes nowhere, so that it waits. */
export const MAIL = { SMTP_URL: 'smtp://127.0.0.1:9', MAIL_FROM: 'muster@muster.example' };

/** The version of before, on a database. */
export class Former {
  constructor(place, folder, url) {
    Object.assign(this, { place, folder, environment: { PATH: process.env.PATH, DATABASE_URL: url, ...ENVIRONMENT } });
  }

  async serving(work, environment = {}) {
    const port = await freePort();
    const url = `http://127.0.0.1:${port}`;
    const child = this.start('main.js', [], { ...environment, PORT: String(port) });
    const ended = new Promise((resolve) => child.once('exit', resolve));
    const output = collected(child);
    try {
      await until(
        async () => (await fetch(`${url}/readyz`).catch(() => undefined))?.ok,
        () => `It did not start: ${output()}`,
      );
      return await work({ url, output });
    } finally {
      child.kill('SIGTERM');
      await ended;
    }
  }

  /** @returns what a command printed */
  async command(...words) {
    const child = this.start('cli.js', words);
    const output = collected(child);
    const code = await new Promise((resolve) => child.once('close', resolve));
    if (code !== 0) throw new Error(`muster ${words.join(' ')}: ${output()}`);
    return output();
  }

  start(file, words, environment = {}) {
    return spawn(process.execPath, [join(this.place, 'dist', file), ...words], {
      cwd: this.folder,
      env: { ...this.environment, ...environment },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
  }
}

function collected(child) {
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (output += chunk));
  return () => output;
}

export async function until(isSo, why) {
  const deadline = Date.now() + PATIENCE_MS;
  while (!(await isSo())) {
    if (Date.now() > deadline) throw new Error(why());
    await delay(100);
  }
}

/** Sends a request. @returns status, JSON (or text) and cookie of the answer; @throws unless it has one of the statuses, if any are given */
export async function asked(method, url, { body, headers = {}, statuses } = {}) {
  const answer = await fetch(url, { method, headers, ...(body && { body: JSON.stringify(body) }) });
  const text = await answer.text();
  if (statuses && !statuses.includes(answer.status)) throw new Error(`${method} ${url}: ${answer.status} ${text}`);
  const cookie = answer.headers
    .getSetCookie()
    .map((one) => one.split(';')[0])
    .join('; ');
  return { status: answer.status, body: parsed(text), cookie };
}

function parsed(text) {
  try {
    return text === '' ? null : JSON.parse(text);
  } catch {
    return text;
  }
}
