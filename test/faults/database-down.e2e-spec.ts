import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { Cable } from '../support/cable.js';
import { newDatabase, type TestDatabase } from '../support/database.js';
import { muster, ServerProcess } from '../support/process.js';
import { ScimClient } from '../support/scim-client.js';

let database: TestDatabase;
beforeAll(async () => {
  database = await newDatabase();
});
afterAll(() => database.drop());

/** As a command of the protocol: it also stands in the name of an isolation level. */
const COMMIT = '\u0003COMMIT';
const USER = 'urn:ietf:params:scim:schemas:core:2.0:User';

describe('A database that cannot be reached', () => {
  test('is 503 with Retry-After and a SCIM body, harms no process, and comes back by itself', async () => {
    if (database.kind === 'sqlite') return readOnlyFile();
    const { cable, url } = await Cable.to(database.url);
    const { server, client } = await started(url);
    expect((await client.post('/Users', { schemas: [USER], userName: 'before' })).status).toBe(201);

    cable.cutAt(COMMIT);
    const unsure = await client.post('/Users', { schemas: [USER], userName: 'unsure' });
    expect([unsure.status, unsure.json.detail]).toEqual([503, expect.stringContaining('may have been carried out')]);

    await cable.cut();
    const refused = await client.post('/Users', { schemas: [USER], userName: 'during' });
    expect([refused.status, refused.headers.get('retry-after'), refused.json.status]).toEqual([503, '5', '503']);
    expect(refused.json.detail).toContain('was not carried out');
    expect(refused.headers.get('content-type')).toMatch(/^application\/scim\+json/);
    expect([(await fetch(`${server.url}/readyz`)).status, (await fetch(`${server.url}/livez`)).status]).toEqual([
      503, 200,
    ]);

    await cable.plugIn();
    await delay(200);
    expect((await client.post('/Users', { schemas: [USER], userName: 'after' })).status).toBe(201);
    expect((await client.get('/Users?count=0')).json.totalResults).toBe(2);
    expect((await fetch(`${server.url}/readyz`)).status).toBe(200);
    await server.kill('SIGTERM');
    await cable.cut();
  }, 60_000);

  async function started(url: string) {
    const environment = { DATABASE_URL: url };
    const server = await ServerProcess.start(environment);
    const { id } = JSON.parse(
      (await muster(['organization', 'create', 'Acme', '--enable-scim', '--json'], environment)).stdout,
    );
    const { key } = JSON.parse((await muster(['key', 'create', id, '--json'], environment)).stdout);
    return { server, client: new ScimClient(`${server.url}/scim/v2/${id}`, key) };
  }

  /** SQLite has no connection to lose; another process that holds the file is what it knows. */
  async function readOnlyFile() {
    const { server, client } = await started(database.url);
    const { default: Database } = await import('better-sqlite3');
    const other = new Database(database.url.slice('sqlite:'.length));
    await client.get('/Users?count=0');
    other.exec('BEGIN IMMEDIATE');
    const refused = await client.post('/Users', { schemas: [USER], userName: 'during' });
    other.exec('ROLLBACK');
    other.close();
    expect([refused.status, refused.headers.get('retry-after')]).toEqual([503, '5']);
    expect((await client.post('/Users', { schemas: [USER], userName: 'after' })).status).toBe(201);
    expect((await client.get('/Users?count=0')).json.totalResults).toBe(1);
    await server.kill('SIGTERM');
  }
});
