import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { newDatabase, type TestDatabase } from '../support/database.js';
import { muster, ServerProcess } from '../support/process.js';
import { ScimClient } from '../support/scim-client.js';

let database: TestDatabase;
let server: ServerProcess;
let client: ScimClient;
let organizationId: string;
let keyId: string;
beforeAll(async () => {
  database = await newDatabase();
  const environment = { DATABASE_URL: database.url };
  server = await ServerProcess.start(environment);
  organizationId = JSON.parse(
    (await muster(['organization', 'create', 'Acme', '--enable-scim', '--json'], environment)).stdout,
  ).id;
  const created = JSON.parse((await muster(['key', 'create', organizationId, '--json'], environment)).stdout);
  keyId = created.id;
  client = new ScimClient(`${server.url}/scim/v2/${organizationId}`, created.key);
}, 30_000);
afterAll(async () => {
  await server.kill('SIGTERM');
  await database.drop();
});

describe('What operators see', () => {
  test('/livez and /readyz', async () => {
    expect((await fetch(`${server.url}/livez`)).status).toBe(200);
    const ready = await fetch(`${server.url}/readyz`);
    expect(ready.status).toBe(200);
    expect(await ready.json()).toMatchObject({
      status: 'ok',
      info: {
        running: { status: 'up' },
        database: { status: 'up' },
        schema: { status: 'up' },
        mail: { smtp: 'not configured' },
      },
    });
  });

  test('/metrics has durations by route and status, never by what a request says', async () => {
    await client.get('/Users?filter=userName eq "very-private"');
    const metrics = await (await fetch(`${server.url}/metrics`)).text();
    expect(metrics).toContain('route="/scim/v2/:organizationId/Users",status="200"');
    expect(metrics).toContain('process_cpu_seconds_total');
    expect(metrics).not.toContain('very-private');
  });

  test('a log line has request id, organization, key id and duration, and no key, filter, password or body', async () => {
    const body = {
      schemas: ['urn:ietf:params:scim:schemas:core:2.0:User'],
      userName: 'logged@example.com',
      password: 'hunter2-hunter2',
    };
    const { headers } = await client.post('/Users?token=in-the-query', body, { 'X-Request-Id': 'request-from-okta-1' });
    expect(headers.get('x-request-id')).toBe('request-from-okta-1');
    await client.post('/Users', '{"userName": broken', { 'X-Request-Id': 'request-from-okta-2' });
    await fetch(`${client.base}/Users`, { headers: { Authorization: 'Bearer not-the-key-at-all' } });
    await new Promise((resolve) => setTimeout(resolve, 300));
    const lines = server.output
      .split('\n')
      .filter((line) => line.startsWith('{'))
      .map((line) => JSON.parse(line));
    const line = lines.find(({ req }) => req?.id === 'request-from-okta-1');
    expect(line).toMatchObject({
      organizationId,
      keyId,
      req: { method: 'POST', path: `/scim/v2/${organizationId}/Users` },
      res: { statusCode: 201 },
      responseTime: expect.any(Number),
    });
    for (const secret of [client.key, 'hunter2', 'logged@example.com', 'in-the-query', 'not-the-key-at-all', 'broken'])
      expect(server.output).not.toContain(secret);
  });

  test('an event carries the request id', async () => {
    const { json } = await client.post(
      '/Users',
      { schemas: ['urn:ietf:params:scim:schemas:core:2.0:User'], userName: 'traced@example.com' },
      { 'X-Request-Id': 'request-from-okta-3' },
    );
    const { stdout } = await muster(['events', organizationId, '--json'], { DATABASE_URL: database.url });
    const events = stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(events.find(({ resourceId }) => resourceId === json.id)).toMatchObject({
      type: 'user.created',
      requestId: 'request-from-okta-3',
      actor: { kind: 'key', id: keyId },
      data: { attributes: { userName: 'traced@example.com', active: true } },
    });
  });

  test('answers carry nosniff and do not say what they are made with', async () => {
    const { headers } = await client.get('/Users?count=0');
    expect([
      headers.get('x-content-type-options'),
      headers.get('x-powered-by'),
      headers.get('access-control-allow-origin'),
    ]).toEqual(['nosniff', null, null]);
  });
});
