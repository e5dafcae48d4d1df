import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import { lowPorts } from '../support/low-ports.mjs';

const START_PATIENCE_MS = 30_000;
const STOP_PATIENCE_MS = 10_000;
/** Of the log's levels. */
const ERROR = 50;
/** Okta's. */
const ANSWER_PATIENCE_MS = 60_000;

/** One built server as a process of its own; with others on one database it is one of Muster's replicas. */
export class Replica {
  output = '';

  /** @param {Record<string, string>} environment settings of Muster */
  static async spawn(name, environment) {
    const [port] = await lowPorts(1);
    return new Replica(name, port, { LOG_LEVEL: 'warn', ...environment, HOST: '127.0.0.1', PORT: String(port) });
  }

  constructor(name, port, environment) {
    this.name = name;
    this.url = `http://127.0.0.1:${port}`;
    const { PATH, HOME } = process.env;
    const env = { PATH, HOME, ...environment };
    this.child = spawn(process.execPath, ['dist/main.js'], { env, stdio: ['ignore', 'pipe', 'pipe'] });
    for (const stream of [this.child.stdout, this.child.stderr]) stream.on('data', (chunk) => (this.output += chunk));
    this.end = () => this.child.kill('SIGKILL');
    process.once('exit', this.end);
  }

  get isRunning() {
    return this.child.exitCode === null && this.child.signalCode === null;
  }

  /** What it logged of errors, apart from refused requests. */
  get failures() {
    const lines = this.output.split('\n').filter((line) => line !== '');
    return lines.filter((line) => !line.startsWith('{') || isFailure(JSON.parse(line)));
  }

  async ready() {
    const deadline = Date.now() + START_PATIENCE_MS;
    while (!(await this.isReady())) {
      if (Date.now() > deadline || !this.isRunning) throw new Error(`${this.name} did not start: ${this.output}`);
      await delay(250);
    }
  }

  async isReady() {
    const answer = await fetch(`${this.url}/readyz`).catch(() => undefined);
    return answer?.ok === true;
  }

  /** One SCIM request. Rejects when it has no answer within a minute. */
  async send(method, path, key, { body, requestId } = {}) {
    const response = await fetch(this.url + path, {
      method,
      headers: {
        Authorization: `Bearer ${key}`,
        ...(body && { 'Content-Type': 'application/scim+json' }),
        ...(requestId && { 'X-Request-Id': requestId }),
      },
      ...(body && { body: JSON.stringify(body) }),
      signal: AbortSignal.timeout(ANSWER_PATIENCE_MS),
    });
    const text = await response.text();
    return { status: response.status, headers: response.headers, text, json: text && JSON.parse(text) };
  }

  /** SIGTERM. @returns the exit code */
  async stop() {
    process.off('exit', this.end);
    if (!this.isRunning) return this.child.exitCode;
    const ended = once(this.child, 'exit');
    this.child.kill('SIGTERM');
    const [code] = await Promise.race([ended, delay(STOP_PATIENCE_MS, undefined, { ref: false }).then(() => [])]);
    this.end();
    return code;
  }
}

function isFailure({ level, res }) {
  return level >= ERROR && res?.statusCode !== 503;
}

/** Runs `muster … --json` on the same database. @returns what it printed */
export async function muster(environment, ...words) {
  const { PATH, HOME } = process.env;
  const child = spawn(process.execPath, ['bin/muster.mjs', ...words, '--json'], {
    env: { PATH, HOME, ...environment },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let output = '';
  child.stdout.on('data', (chunk) => (output += chunk));
  const [code] = await once(child, 'close');
  if (code !== 0) throw new Error(`muster ${words.slice(0, 2).join(' ')} ended with ${code}`);
  return JSON.parse(output);
}
