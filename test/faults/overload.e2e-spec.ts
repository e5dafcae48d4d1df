import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import Sqlite from 'better-sqlite3';
import { Cable } from '../support/cable.js';
import { newDatabase, type TestDatabase } from '../support/database.js';
import { newTenant, ServerProcess } from '../support/process.js';
import { type Answer, ScimClient } from '../support/scim-client.js';

const CONNECTIONS = 2;
/** How many requests may wait, beside those that are carried out. */
const WAITING = 1_000;
const EXCESS = 100;
/** What the server itself may have waiting, such as looks for webhooks that are behind. */
const BACKGROUND = 5;
const USER = 'urn:ietf:params:scim:schemas:core:2.0:User';

/** A database that can be made to stop, with a server on it. */
interface Stoppable {
  readonly server: ServerProcess;
  readonly client: ScimClient;
  /** From then on nothing that `send` asks for is carried out, until the database goes on. */
  stop(): void;
  goOn(): void;
  end(): Promise<void>;
  send(number: number): Promise<Answer>;
  /** Requests that are carried out at a time. */
  readonly width: number;
}

let database: TestDatabase;
let stoppable: Stoppable;
beforeAll(async () => {
  database = await newDatabase();
  stoppable = await (database.kind === 'sqlite' ? lockedFile() : frozenCable());
}, 60_000);
afterAll(async () => {
  await stoppable.end();
  await database.drop();
}, 90_000);

/** Another process writes to the file and does not come to an end. */
async function lockedFile(): Promise<Stoppable> {
  const { server, client } = await started({ DATABASE_URL: database.url });
  const other = new Sqlite(database.url.slice('sqlite:'.length));
  return {
    server,
    client,
    stop: () => void other.exec('BEGIN IMMEDIATE'),
    goOn: () => void other.exec('ROLLBACK'),
    async end() {
      other.close();
      await server.kill('SIGTERM');
    },
    send: (number) => client.post('/Users', { schemas: [USER], userName: `locked-${number}` }),
    width: 1,
  };
}

async function frozenCable(): Promise<Stoppable> {
  const { cable, url } = await Cable.to(database.url);
  const { server, client } = await started({ DATABASE_URL: url, DATABASE_POOL_SIZE: String(CONNECTIONS) });
  return {
    server,
    client,
    stop: () => cable.freeze(),
    goOn: () => cable.thaw(),
    async end() {
      await server.kill('SIGTERM');
      await cable.cut();
    },
    send: () => client.get('/Users?count=1'),
    width: CONNECTIONS,
  };
}

async function started(environment: Record<string, string>) {
  const server = await ServerProcess.start({ ...environment, LOG_LEVEL: 'fatal' });
  const { organizationId, key } = await newTenant(environment);
  return { server, client: new ScimClient(`${server.url}/scim/v2/${organizationId}`, key) };
}

/** The answers to the first few that are answered. */
function first(count: number, requests: readonly Promise<Answer>[]): Promise<Answer[]> {
  const answers: Answer[] = [];
  return new Promise((resolve, reject) => {
    for (const request of requests)
      request.then((answer) => {
        answers.push(answer);
        if (answers.length === count) resolve([...answers]);
      }, reject);
  });
}

describe('More requests than the database takes', () => {
  test('are refused at once when as many wait as can; those that wait are answered when it goes on', async () => {
    const { server, width, stop, goOn, send, client } = stoppable;
    stop();
    const sent = Array.from({ length: width + WAITING + EXCESS }, (_, number) => send(number));
    const refused = await first(EXCESS, sent);
    expect((await fetch(`${server.url}/livez`)).status).toBe(200);
    goOn();

    for (const { status, headers, json } of refused) {
      expect([status, headers.get('retry-after')]).toEqual([503, '5']);
      expect(headers.get('content-type')).toMatch(/^application\/scim\+json/);
      expect(json).toEqual({
        schemas: ['urn:ietf:params:scim:api:messages:2.0:Error'],
        status: '503',
        detail: expect.stringMatching(/^The server has more requests waiting than it can answer soon/),
      });
    }
    const statuses = (await Promise.all(sent)).map(({ status }) => status);
    const refusals = statuses.filter((status) => status === 503).length;
    expect(refusals).toBeGreaterThanOrEqual(EXCESS);
    expect(refusals).toBeLessThanOrEqual(EXCESS + BACKGROUND);
    expect(statuses.filter((status) => status < 300)).toHaveLength(width + WAITING + EXCESS - refusals);
    expect((await client.newUser()).id).toEqual(expect.any(String));
    expect((await fetch(`${server.url}/readyz`)).status).toBe(200);
  }, 60_000);
});

describe('A database that has stopped answering', () => {
  test('lets no request wait longer than clients do, and is used again when it answers', async () => {
    if (database.kind === 'sqlite') return;
    const { server, stop, goOn, client } = stoppable;
    const { id } = await client.newUser();
    stop();
    // Some of these need statements that no connection has prepared yet.
    const requests = [
      ...['title', 'emails.value', 'name.familyName'].map((name) => client.get(`/Users?sortBy=${name}`)),
      client.get('/Groups'),
      client.patch(`/Users/${id}`, [{ op: 'replace', path: 'title', value: 'Engineer' }]),
    ];
    const answers = await Promise.all(requests);
    expect(answers.map(({ status }) => status)).toEqual(requests.map(() => 503));
    expect((await fetch(`${server.url}/readyz`)).status).toBe(503);
    goOn();
    expect((await client.get('/Users?count=1')).status).toBe(200);
    expect((await fetch(`${server.url}/readyz`)).status).toBe(200);
  }, 60_000);
});
