import { randomBytes } from 'node:crypto';
import { copyFile, mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { SecretsService } from '../../src/platform/secrets/secrets.service.js';
import { ServerSecret } from '../../src/platform/secrets/server-secret.js';
import { Muster } from '../support/muster.js';
import { musterProcess, ServerProcess } from '../support/process.js';

const GIVEN = randomBytes(32).toString('base64url');
const OTHER = randomBytes(32).toString('base64url');
let muster: Muster;
const others: Muster[] = [];
beforeEach(async () => {
  muster = await Muster.start();
  await muster.rows('DELETE FROM server_secrets');
});
afterEach(async () => {
  await Promise.all(others.splice(0).map((other) => other.stop()));
  await muster.stop();
});

/** A server that starts now, on the same database. */
async function another(secret?: string): Promise<Muster> {
  const other = await muster.another(secret === undefined ? {} : { SERVER_SECRET: secret });
  others.push(other);
  return other;
}

const secretOf = ({ app }: Muster) => app.get(SecretsService).get('example');
const stored = async () =>
  (await muster.rows<{ value: unknown }>("SELECT value FROM server_secrets WHERE name = 'example'"))[0]!;

async function warningsOf({ url, app }: Muster): Promise<string[]> {
  await app.get(ServerSecret).get();
  const { info } = (await (await fetch(`${url}/readyz`)).json()) as { info: { warnings: { codes: string[] } } };
  return info.warnings.codes;
}

/** As a version that knew no file left it. */
async function usedWithout(): Promise<Buffer> {
  const secret = randomBytes(32);
  await muster.rows("INSERT INTO server_secrets (name, value) VALUES ('example', ?)", [secret.toString('base64url')]);
  return secret;
}

describe('A database that is new', () => {
  test('is not enough to know a secret of the server, unless it has no file beside it: then operators are warned', async () => {
    const server = await another();
    const secret = await secretOf(server);
    const { value } = await stored();
    const isFile = muster.database.kind === 'sqlite';
    expect(Buffer.from(String(value), 'base64url').equals(secret)).toBe(!isFile);
    expect(await warningsOf(server)).toEqual(isFile ? [] : ['server-secret']);
    expect((await fetch(`${server.url}/readyz`)).status).toBe(200);
  });

  test('gets one secret from servers that start at once', async () => {
    const servers = await Promise.all([another(), another(), another()]);
    const [one, ...rest] = await Promise.all(servers.map(secretOf));
    for (const secret of rest) expect(secret).toEqual(one);
    expect(await secretOf(await another())).toEqual(one);
  });

  test('takes SERVER_SECRET, and needs it from then on', async () => {
    const secret = await secretOf(await another(GIVEN));
    expect(await secretOf(await another(GIVEN))).toEqual(secret);
    await expect(secretOf(await another(OTHER))).rejects.toThrow(/SERVER_SECRET is not the one/);
    await expect(secretOf(await another())).rejects.toThrow(/SERVER_SECRET is missing/);
    expect(await warningsOf(await another(GIVEN))).toEqual([]);
  });
});

describe('A database that was used without a server secret', () => {
  test('goes on without one, and operators are warned', async () => {
    const secret = await usedWithout();
    const server = await another();
    expect(await secretOf(server)).toEqual(secret);
    expect(await warningsOf(server)).toEqual(['server-secret']);
  });

  test('keeps its secrets when it is given one, and does not tell them from then on', async () => {
    const secret = await usedWithout();
    await secretOf(await another());
    expect(await secretOf(await another(GIVEN))).toEqual(secret);
    expect(Buffer.from(String((await stored()).value), 'base64url')).not.toEqual(secret);
    expect(await secretOf(await another(GIVEN))).toEqual(secret);
    await expect(secretOf(await another())).rejects.toThrow(/SERVER_SECRET is missing/);
    const fresh = await (await another(GIVEN)).app.get(SecretsService).get('another');
    expect(await (await another(GIVEN)).app.get(SecretsService).get('another')).toEqual(fresh);
  });
});

test('"muster secret renew" makes other secrets, under the server secret that there is now', async () => {
  const secret = await secretOf(await another(GIVEN));
  const environment = { DATABASE_URL: muster.database.url, SERVER_SECRET: OTHER };
  expect(await musterProcess(['secret', 'renew'], environment)).toMatchObject({ code: 0 });
  expect(await secretOf(await another(OTHER))).not.toEqual(secret);
}, 60_000);

describe('The first start on SQLite', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'muster-secret-'));
  });
  afterEach(() => rm(folder, { recursive: true }));

  const modeOf = async (name: string) => ((await stat(join(folder, name))).mode & 0o777).toString(8);

  test('makes files that only its account reads, and a copy of the database alone does not start', async () => {
    const server = await ServerProcess.start({ DATABASE_URL: `sqlite:${folder}/data/muster.db` });
    const names = ['muster.db', 'muster.db-wal', 'muster.db-shm', 'muster.secret'];
    expect(await Promise.all(['data', ...names.map((name) => `data/${name}`)].map(modeOf))).toEqual([
      '700',
      ...names.map(() => '600'),
    ]);
    await server.kill('SIGTERM');
    expect((await readFile(join(folder, 'data/muster.secret'), 'utf8')).length).toBeGreaterThan(40);

    await copyFile(join(folder, 'data/muster.db'), join(folder, 'copy.db'));
    const copy = await ServerProcess.spawn({ DATABASE_URL: `sqlite:${folder}/copy.db` });
    expect(await copy.ended()).toBe(1);
    expect(copy.output).toContain('SERVER_SECRET is missing: restore it in SERVER_SECRET or in ');

    await copyFile(join(folder, 'data/muster.secret'), join(folder, 'copy.secret'));
    await (await ServerProcess.start({ DATABASE_URL: `sqlite:${folder}/copy.db` })).kill();
  }, 60_000);
});
