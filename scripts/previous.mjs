/**
 * The previous version on the schema of this one: built from its commit, started on databases that this one has migrated, and talked to.
 * Then this one goes on with what that one wrote.
 */
import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { findMariadb, freePort, startMariadb } from '../test/support/mariadb.mjs';
import { ensureBuilt } from './ensure-built.mjs';

/** To be moved on with each release. */
const PREVIOUS = '4e80a367597feefe6871597bc370ca05291f3bc3';
const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));
const PATIENCE_MS = 60_000;
const ADA = { email: 'ada@acme.example', name: 'Ada', password: 'granite whisper falcon', organizationName: 'Acme' };
const schemas = (name) => ({ schemas: [`urn:ietf:params:scim:${name}`] });
const folder = mkdtempSync(join(tmpdir(), 'muster-previous-'));
const running = new Set();
let passed = 0;
let failed = 0;

process.once('exit', () => {
  for (const child of running) child.kill('SIGKILL');
  rmSync(folder, { recursive: true, force: true });
});

const previous = unpacked();
await ensureBuilt();
build(previous);
await tried('SQLite', `sqlite:${join(folder, 'data', 'muster.db')}`);
if (findMariadb()) {
  const database = await startMariadb();
  await tried('MariaDB', database.url);
  await database.stop();
} else console.log('SKIPPED: the previous version on MariaDB, which is not installed');
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed === 0 ? 0 : 1);

function unpacked() {
  const archive = spawnSync(
    'git',
    [
      'archive',
      PREVIOUS,
      'src',
      'package.json',
      'package-lock.json',
      'nest-cli.json',
      'tsconfig.json',
      'tsconfig.build.json',
    ],
    {
      cwd: ROOT,
      maxBuffer: 100_000_000,
    },
  );
  if (archive.status !== 0) {
    console.log('SKIPPED: the previous version on the present schema, because this clone does not have its commit');
    process.exit(0);
  }
  const place = join(folder, 'app');
  mkdirSync(place);
  const { status } = spawnSync('tar', ['-x', '-C', place], { input: archive.stdout });
  assert.equal(status, 0, 'The previous version could not be unpacked');
  installWhatIsGone(place);
  return place;
}

/** Packages that this version no longer has go beside the previous one, which finds them after those that both have. */
function installWhatIsGone(place) {
  const { packages } = JSON.parse(readFileSync(join(place, 'package-lock.json'), 'utf8'));
  const gone = Object.keys(packages[''].dependencies).filter((name) => !existsSync(join(ROOT, 'node_modules', name)));
  if (gone.length === 0) return;
  writeFileSync(join(folder, 'package.json'), '{}');
  const wanted = gone.map((name) => `${name}@${packages[`node_modules/${name}`].version}`);
  const { status, stderr } = spawnSync('npm', ['install', '--no-audit', '--no-fund', ...wanted], {
    cwd: folder,
    encoding: 'utf8',
  });
  assert.equal(status, 0, `${wanted.join(', ')} could not be installed: ${stderr}`);
}

/** With the packages of this version, where it has them; what browsers run is that of this one too. */
function build(place) {
  symlinkSync(join(ROOT, 'node_modules'), join(place, 'node_modules'));
  const nest = join('node_modules', '@nestjs', 'cli', 'bin', 'nest.js');
  const { status, stdout, stderr } = spawnSync(process.execPath, [nest, 'build'], { cwd: place, encoding: 'utf8' });
  assert.equal(status, 0, `The previous version could not be built: ${stdout}${stderr}`);
  for (const name of ['browser', 'console'])
    cpSync(join(ROOT, 'dist', name), join(place, 'dist', name), { recursive: true });
}

async function tried(name, url) {
  try {
    await conversation(url);
    passed += 1;
    console.log(`✓ the previous version works on a database of this one: ${name}`);
  } catch (error) {
    failed += 1;
    console.log(`✗ the previous version works on a database of this one: ${name}\n${error.stack}`);
  }
}

async function conversation(url) {
  const { organizationId, key, admin } = await withServer(ROOT, url, async (server) => {
    const token = await server.setUpToken();
    const made = await server.api('POST', '/setup', { token, ...ADA }, 201);
    const { json } = await server.api(
      'POST',
      `/organizations/${made.json.organizationId}/keys`,
      { label: 'Okta', expiresInDays: 30 },
      201,
      made.cookie,
    );
    await server.api('PATCH', `/organizations/${made.json.organizationId}`, { scimEnabled: true }, 200, made.cookie);
    return { organizationId: made.json.organizationId, key: json.key, admin: made.cookie };
  });
  const person = await withServer(previous, url, async (server) => {
    await server.api('POST', '/session', { email: ADA.email, password: ADA.password }, 200);
    await server.api('GET', '/organizations', undefined, 200, admin);
    return provisioned(server.scim(organizationId, key));
  });
  await withServer(ROOT, url, async (server) => {
    const scim = server.scim(organizationId, key);
    assert.equal((await scim('GET', `/Users/${person}`, undefined, 200)).title, 'Countess');
    await scim('PATCH', `/Users/${person}`, change({ op: 'replace', path: 'active', value: true }), 200);
    await server.api('POST', '/session', { email: ADA.email, password: ADA.password }, 200);
  });
}

/** @returns the id of who stays */
async function provisioned(scim) {
  const user = (userName) => ({
    ...schemas('schemas:core:2.0:User'),
    userName,
    emails: [{ value: userName, type: 'work' }],
    phoneNumbers: [{ value: '555' }],
  });
  const { id } = await scim('POST', '/Users', user('ada@acme.example'), 201);
  const other = await scim('POST', '/Users', user('eve@acme.example'), 201);
  const group = await scim(
    'POST',
    '/Groups',
    { ...schemas('schemas:core:2.0:Group'), displayName: 'All', members: [{ value: id }] },
    201,
  );
  await scim('PATCH', `/Groups/${group.id}`, change({ op: 'add', path: 'members', value: [{ value: other.id }] }), 204);
  await scim('PATCH', `/Users/${id}`, change({ op: 'replace', path: 'title', value: 'Countess' }), 200);
  await scim('PATCH', `/Users/${id}`, change({ op: 'replace', path: 'active', value: false }), 200);
  assert.equal((await scim('GET', '/Users?filter=phoneNumbers%20pr', undefined, 200)).totalResults, 2);
  await scim('DELETE', `/Users/${other.id}`, undefined, 204);
  assert.equal((await scim('GET', `/Groups/${group.id}`, undefined, 200)).members.length, 1);
  return id;
}

function change(operation) {
  return { ...schemas('api:messages:2.0:PatchOp'), Operations: [operation] };
}

async function withServer(place, url, work) {
  const port = await freePort();
  const address = `http://127.0.0.1:${port}`;
  const env = { PATH: process.env.PATH, DATABASE_URL: url, PORT: String(port), PUBLIC_URL: address };
  const child = spawn(process.execPath, [join(place, 'dist', 'main.js')], {
    cwd: folder,
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  running.add(child);
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (output += chunk));
  const ended = new Promise((resolve) => child.once('exit', resolve));
  try {
    await until(
      async () => (await fetch(`${address}/readyz`).catch(() => undefined))?.ok,
      () => `It did not start: ${output}`,
    );
    return await work({
      setUpToken: async () => {
        const found = () => /Set up Muster in a browser: [^"]*?([\w-]{43})"/.exec(output)?.[1];
        await until(found, () => `It told no link: ${output}`);
        return found();
      },
      api: (method, path, body, status, cookie) => asked(method, `${address}/api/v1${path}`, body, status, { cookie }),
      scim: (organizationId, key) => async (method, path, body, status) =>
        (
          await asked(method, `${address}/scim/v2/${organizationId}${path}`, body, status, {
            authorization: `Bearer ${key}`,
          })
        ).json,
    });
  } finally {
    child.kill('SIGTERM');
    await ended;
    running.delete(child);
  }
}

async function asked(method, url, body, status, { cookie, authorization }) {
  const type = authorization ? 'application/scim+json' : 'application/json';
  const headers = {
    'Content-Type': type,
    ...(cookie && { Cookie: cookie }),
    ...(authorization && { Authorization: authorization }),
  };
  const answer = await fetch(url, { method, headers, ...(body && { body: JSON.stringify(body) }) });
  const text = await answer.text();
  assert.equal(answer.status, status, `${method} ${url}: ${text}`);
  const cookies = answer.headers.getSetCookie().map((one) => one.split(';')[0]);
  return { json: text === '' ? undefined : JSON.parse(text), cookie: cookies.join('; ') };
}

async function until(isSo, why) {
  const deadline = Date.now() + PATIENCE_MS;
  while (!(await isSo())) {
    if (Date.now() > deadline) throw new Error(why());
    await delay(100);
  }
}
