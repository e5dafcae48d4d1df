import { randomUUID } from 'node:crypto';
import { Agent, request } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { newDatabase, type TestDatabase } from '../support/database.js';
import { newTenant, ServerProcess } from '../support/process.js';

const WORKERS = 2;
const CONNECTIONS = 10;
let database: TestDatabase;
let environment: Record<string, string>;
let tenant: { organizationId: string; key: string };
const servers: ServerProcess[] = [];
beforeAll(async () => {
  database = await newDatabase();
  environment = { DATABASE_URL: database.url, WORKERS: String(WORKERS) };
  tenant = await newTenant(environment);
}, 60_000);
afterAll(async () => {
  await Promise.all(servers.map((server) => server.kill()));
  await database.drop();
});

async function started(): Promise<ServerProcess> {
  const server = await ServerProcess.start(environment);
  servers.push(server);
  await until(() => workersOf(server).length === WORKERS);
  return server;
}

/** Waits for something that comes, or fails in the end. */
async function until(isSo: () => boolean): Promise<void> {
  const deadline = Date.now() + 20_000;
  while (!isSo()) {
    if (Date.now() > deadline) throw new Error('It did not come');
    await delay(50);
  }
}

/** Ids of the processes that have begun to serve. */
const workersOf = ({ lines }: ServerProcess) =>
  lines.filter(({ msg }) => msg.startsWith('Listening on')).map(({ pid }) => pid);
const onNewConnection = { headers: { connection: 'close' } };

/** A connection of its own, which one of the workers has. */
class Line {
  private readonly agent = new Agent({ keepAlive: true, maxSockets: 1 });
  private firstId?: string;

  constructor(private readonly server: ServerProcess) {}

  /** @returns the status, and whether the connection was there before */
  get(): Promise<[status: number, isSame: boolean]> {
    const id = randomUUID();
    this.firstId ??= id;
    const headers = { authorization: `Bearer ${tenant.key}`, 'x-request-id': id };
    return new Promise((resolve, reject) => {
      const url = `${this.server.url}/scim/v2/${tenant.organizationId}/Users?count=1`;
      const sent = request(url, { agent: this.agent, headers }, (answer) =>
        answer.resume().on('end', () => resolve([answer.statusCode!, sent.reusedSocket])),
      );
      sent.on('error', reject).end();
    });
  }

  /** The process that answered first. */
  async worker(): Promise<number> {
    const line = () => this.server.lines.find(({ req }) => req?.id === this.firstId);
    await until(() => line() !== undefined);
    return line()!.pid;
  }

  close(): void {
    this.agent.destroy();
  }
}

async function newLines(server: ServerProcess): Promise<Line[]> {
  const lines = Array.from({ length: CONNECTIONS }, () => new Line(server));
  await Promise.all(lines.map((line) => line.get()));
  return lines;
}

const workersBehind = (lines: readonly Line[]) => Promise.all(lines.map((line) => line.worker()));

describe('WORKERS=2', () => {
  let server: ServerProcess;
  beforeAll(async () => {
    server = await started();
  }, 60_000);
  afterAll(async () => {
    await server.kill('SIGTERM');
    await server.gone();
  }, 60_000);

  test('serves one port from two processes, each ready, and each log line says from which', async () => {
    const lines = await newLines(server);
    expect(new Set(await workersBehind(lines))).toEqual(new Set(workersOf(server)));
    expect(server.lines.every(({ pid }) => Number.isInteger(pid))).toBe(true);
    const ready = await Promise.all(lines.map(() => fetch(`${server.url}/readyz`, onNewConnection)));
    expect(ready.map(({ status }) => status)).toEqual(lines.map(() => 200));
    for (const line of lines) line.close();
  });

  test('/metrics tells of all workers, whichever is asked', async () => {
    for (let scrape = 0; scrape < 4; scrape += 1) {
      const answer = await fetch(`${server.url}/metrics`, onNewConnection);
      expect(answer.headers.get('content-type')).toMatch(/^text\/plain; version=0\.0\.4/);
      const text = await answer.text();
      const counts = [...text.matchAll(/^http_request_duration_seconds_count\{([^}]*\/Users"[^}]*)\} (\d+)$/gm)];
      expect(counts.map(([, labels]) => /worker="(\d+)"/.exec(labels!)?.[1]).toSorted()).toEqual(['1', '2']);
      expect(counts.reduce((sum, [, , count]) => sum + Number(count), 0)).toBe(CONNECTIONS);
      expect(text.match(/^process_resident_memory_bytes\{worker="\d"\}/gm)).toHaveLength(WORKERS);
    }
  });

  test('replaces a worker that is killed, and no request on connections of the other fails', async () => {
    const lines = await newLines(server);
    const pids = await workersBehind(lines);
    const [killed] = workersOf(server);
    const others = lines.filter((_line, index) => pids[index] !== killed);
    process.kill(killed!, 'SIGKILL');
    for (let round = 0; round < 20; round += 1) {
      expect(await Promise.all(others.map((line) => line.get()))).toEqual(others.map(() => [200, true]));
      await delay(20);
    }
    await until(() => workersOf(server).length === WORKERS + 1);
    const fresh = await newLines(server);
    const left = workersOf(server).filter((pid) => pid !== killed);
    expect(new Set(await workersBehind(fresh))).toEqual(new Set(left));
    expect(server.lines.map(({ msg }) => msg)).toContain(`Worker ${killed} ended unexpectedly: SIGKILL`);
    const metrics = await (await fetch(`${server.url}/metrics`)).text();
    expect(metrics.match(/^process_resident_memory_bytes\{/gm)).toHaveLength(WORKERS);
    for (const line of [...lines, ...fresh]) line.close();
  }, 60_000);
});

describe('The end of WORKERS=2', () => {
  /** Sends requests on each connection, until there is no server any more. @returns what was not answered with 200 */
  async function load(server: ServerProcess): Promise<unknown[]> {
    const failures: unknown[] = [];
    const one = async (line: Line) => {
      for (;;) {
        const answer = await line.get().catch(({ code }: NodeJS.ErrnoException) => [code]);
        if (answer[0] === 'ECONNREFUSED') return line.close();
        if (answer[0] !== 200) failures.push(answer);
      }
    };
    await Promise.all((await newLines(server)).map(one));
    return failures;
  }

  test('SIGTERM ends all in order: no request fails, also when it comes to each process, and twice', async () => {
    const server = await started();
    const failures = load(server);
    await delay(300);
    server.signal('SIGTERM');
    await delay(150);
    for (const pid of workersOf(server)) process.kill(pid, 'SIGTERM');
    expect(await server.ended()).toBe(0);
    await server.gone();
    expect(await failures).toEqual([]);
  }, 60_000);

  test('no process stays behind when the first one is killed', async () => {
    const server = await started();
    await server.kill('SIGKILL');
    await server.gone();
    await expect(fetch(`${server.url}/livez`)).rejects.toMatchObject({ cause: { code: 'ECONNREFUSED' } });
  }, 60_000);
});
