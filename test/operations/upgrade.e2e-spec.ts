import { readFile, writeFile } from 'node:fs/promises';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { createConnection } from 'mysql2/promise';
import { DataSource } from 'typeorm';
import { loadConfiguration } from '../../src/platform/config/load-configuration.js';
import { clock } from '../../src/platform/database/clock.js';
import { dataSourceOptions } from '../../src/platform/database/data-source-options.js';
import { dialectOfDataSource } from '../../src/platform/database/dialect/dialect-of.js';
import { Migrator } from '../../src/platform/database/migrator.js';
import { newDatabase, type TestDatabase } from '../support/database.js';
import { allEntities } from '../support/entities.js';
import { Muster } from '../support/muster.js';
import { muster as command } from '../support/process.js';
import { ScimClient, type AnyJson, type Json } from '../support/scim-client.js';

/** What an earlier version was asked over HTTP or at the command line. */
interface Question {
  readonly path?: string;
  readonly headers?: Record<string, string>;
  readonly words?: string[];
}

/** The question with what it answered. */
interface FormerAnswer extends Question {
  readonly status?: number;
  readonly body: AnyJson;
}

interface Former {
  readonly takenAt: number;
  readonly known: Record<'acme' | 'scimKey' | 'adminCookie' | 'memberCookie', string> & { people: string[] };
  readonly answers: FormerAnswer[];
}

const SETTINGS = {
  SERVER_SECRET: 'a server secret of the fixture alone',
  WEBHOOKS_ALLOW_HTTP: 'true',
  WEBHOOKS_ALLOW_PRIVATE: 'true',
};
/** Each answer has cursors of its own, encrypted with a nonce. A cursor of the earlier version is followed. */
const CURSORS = new Set(['nextCursor', 'previousCursor']);

let database: TestDatabase;
let former: Former;
let before: Map<string, Json[]>;
let after: Map<string, Json[]>;
let muster: Muster;

beforeAll(async () => {
  database = await newDatabase();
  former = JSON.parse((await fixture(`${database.kind}-answers`)).toString());
  await load(await fixture(database.kind));
  const source = await connected();
  before = await rowsOf(source);
  await new Migrator(source).migrate();
  after = await rowsOf(source);
  await source.destroy();
  const now = clock.now.bind(clock);
  const since = now() - former.takenAt;
  jest.spyOn(clock, 'now').mockImplementation(() => now() - since);
  jest.spyOn(clock, 'follow').mockReturnValue(0);
  muster = await Muster.on(database, SETTINGS);
}, 60_000);
afterAll(async () => {
  await muster.stop();
  jest.restoreAllMocks();
});

async function fixture(name: string): Promise<Buffer> {
  return gunzipSync(await readFile(`test/operations/upgrade/${name}.gz`));
}

async function load(content: Buffer): Promise<void> {
  if (database.kind === 'sqlite') return writeFile(database.url.slice('sqlite:'.length), content);
  const connection = await createConnection({ uri: database.url, multipleStatements: true });
  await connection.query(content.toString());
  await connection.end();
}

async function connected(): Promise<DataSource> {
  const options = dataSourceOptions(loadConfiguration({ DATABASE_URL: database.url }), await allEntities());
  const source = await new DataSource(options).initialize();
  dialectOfDataSource(source).prepare(source);
  return source;
}

/** Everything that is stored, by table. */
async function rowsOf(source: DataSource): Promise<Map<string, Json[]>> {
  const names: { name: string }[] = await source.query(
    database.kind === 'sqlite'
      ? "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%'"
      : 'SELECT TABLE_NAME AS name FROM information_schema.TABLES WHERE TABLE_SCHEMA = DATABASE()',
  );
  const tables = new Map<string, Json[]>();
  for (const { name } of names) tables.set(name, await source.query(`SELECT * FROM ${name}`));
  return tables;
}

/** As much of the rows as there was before, in an order of their own. */
function kept(rows: readonly Json[], columns: readonly string[]): string[] {
  return rows.map((row) => JSON.stringify(columns.map((column) => row[column]))).toSorted();
}

/** An answer as it can be compared: the earlier version exported in another order. */
function steady({ body, ...question }: FormerAnswer): FormerAnswer {
  const isExport = question.words?.[0] === 'export';
  return { ...question, body: isExport ? body.split('\n').toSorted() : withoutCursors(body) };
}

function withoutCursors(value: AnyJson): AnyJson {
  if (Array.isArray(value)) return value.map(withoutCursors);
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, each]) => [name, CURSORS.has(name) && each ? 'its own' : withoutCursors(each)]),
  );
}

async function asked({ path, headers, words }: Question): Promise<Pick<FormerAnswer, 'status' | 'body'>> {
  if (words) {
    const { stdout, stderr } = await command(words, {
      ...SETTINGS,
      DATABASE_URL: database.url,
      PUBLIC_URL: 'https://muster.example',
    });
    return { body: stdout + stderr };
  }
  const response = await fetch(muster.url + path, { headers });
  const text = await response.text();
  return { status: response.status, body: parsed(text) };
}

function parsed(text: string): unknown {
  try {
    return text === '' ? null : JSON.parse(text);
  } catch {
    return text;
  }
}

describe('A database that an earlier version has filled', () => {
  test('keeps every row when it is migrated, with what stood in each column', () => {
    const filled = [...before].filter(([, rows]) => rows.length > 0);
    expect(filled.length).toBeGreaterThan(35);
    for (const [name, rows] of filled) {
      const columns = Object.keys(rows[0]!);
      const now = kept(after.get(name) ?? [], columns);
      const was = kept(rows, columns);
      expect({ name, rows: name === 'migrations' ? now.filter((row) => was.includes(row)) : now }).toEqual({
        name,
        rows: was,
      });
    }
  });

  test('is answered from as by the earlier version, with what is new beside it', async () => {
    const answers: FormerAnswer[] = [];
    for (const { status: _status, body: _body, ...question } of former.answers)
      answers.push({ ...question, ...(await asked(question)) });
    expect(answers.map(steady)).toMatchObject(former.answers.map(steady));
  }, 60_000);

  test('lets its keys and sessions write on', async () => {
    const { acme, scimKey, adminCookie, memberCookie, people } = former.known;
    const okta = new ScimClient(`${muster.url}/scim/v2/${acme}`, scimKey);
    const title = await okta.patch(`/Users/${people[0]}`, [{ op: 'replace', path: 'title', value: 'Countess' }]);
    expect([title.status, title.json.title]).toEqual([200, 'Countess']);
    const organization = `${muster.url}/api/v1/organizations/${acme}`;
    const headers = { 'Content-Type': 'application/json', Cookie: adminCookie };
    const renamed = await fetch(organization, { method: 'PATCH', headers, body: '{"name":"Acme & Sons"}' });
    expect([renamed.status, await renamed.json()]).toEqual([200, expect.objectContaining({ name: 'Acme & Sons' })]);
    const left = await fetch(`${organization}/sessions/current`, {
      method: 'DELETE',
      headers: { ...headers, Cookie: memberCookie },
    });
    expect(left.status).toBe(204);
  });

  test('is proven by its audit log, old events and new ones', async () => {
    const { acme } = former.known;
    const environment = { ...SETTINGS, DATABASE_URL: database.url, PUBLIC_URL: 'https://muster.example' };
    const { code, stdout, stderr } = await command(['audit', 'verify', acme, '--json'], environment);
    expect([code, stderr]).toEqual([0, '']);
    expect(JSON.parse(stdout)).toMatchObject({ ok: true });
  });
});
