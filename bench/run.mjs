/**
 * What one member costs in a group of 10 and in one of 50,000, side by side in one run, on SQLite and on MariaDB.
 * Usage: npm run bench [-- --rounds 200]
 */
import { spawn, spawnSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { availableParallelism, cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { findMariadb, freePort, startMariadb } from '../test/support/mariadb.mjs';

const SMALL = 10;
const LARGE = 50_000;
const PER_REQUEST = 10_000;
const CREATING = 20;
const { values } = parseArgs({ options: { rounds: { type: 'string', default: '200' } } });
const rounds = Number(values.rounds);

console.log(
  `Node ${process.version}, ${availableParallelism()} × ${cpus()[0]?.model ?? 'CPU'}, ${rounds} rounds, milliseconds a request (median)`,
);
const folder = mkdtempSync(join(tmpdir(), 'muster-bench-'));
await measure('SQLite', `sqlite:${join(folder, 'muster.db')}`);
if (findMariadb()) {
  const server = await startMariadb();
  await measure('MariaDB', server.url);
  await server.stop();
}
rmSync(folder, { recursive: true });

async function measure(name, databaseUrl) {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const env = {
    ...process.env,
    DATABASE_URL: databaseUrl,
    PORT: String(port),
    PUBLIC_URL: url,
    LOG_LEVEL: 'silent',
    SCIM_MAX_PAYLOAD_SIZE: '4194304',
  };
  const server = spawn(process.execPath, ['dist/main.js'], { env, stdio: 'ignore' });
  try {
    await ready(url);
    const { id, scimUrl } = muster(env, 'organization', 'create', 'Bench', '--enable-scim');
    const client = clientOf(scimUrl, muster(env, 'key', 'create', id).key);
    const people = await newPeople(client, name);
    const small = await newGroup(client, people.slice(0, SMALL));
    const large = await newGroup(client, people.slice(0, LARGE));
    const extra = people.slice(LARGE);
    report(name, await compare(client, small, large, extra));
  } finally {
    const ended = new Promise((resolve) => server.once('exit', resolve));
    server.kill('SIGTERM');
    await ended;
  }
}

/** The same requests to both groups in turn, so that whatever the machine does happens to both. */
async function compare(client, small, large, extra) {
  const times = { 'add one': [[], []], 'remove one': [[], []], rename: [[], []] };
  for (let round = 0; round < rounds; round += 1) {
    const value = extra[round % extra.length];
    for (const [index, group] of [small, large].entries()) {
      const patch = (operation) => timed(() => client('PATCH', `/Groups/${group}`, operation));
      times['add one'][index].push(await patch({ op: 'add', path: 'members', value: [{ value }] }));
      times['remove one'][index].push(await patch({ op: 'remove', path: `members[value eq "${value}"]` }));
      times['rename'][index].push(await patch({ op: 'replace', path: 'displayName', value: `Group ${randomUUID()}` }));
    }
  }
  return times;
}

function report(name, times) {
  for (const [what, [small, large]] of Object.entries(times)) {
    const [ofSmall, ofLarge] = [median(small), median(large)];
    const line = [
      name.padEnd(8),
      what.padEnd(11),
      `${SMALL}: ${ofSmall.toFixed(2)}`,
      `${LARGE}: ${ofLarge.toFixed(2)}`,
    ];
    console.log(`${line.join('  ')}  ratio ${(ofLarge / ofSmall).toFixed(2)}`);
  }
}

async function newPeople(client, name) {
  const total = LARGE + 20;
  const ids = [];
  let next = 0;
  const worker = async () => {
    while (next < total) {
      next += 1;
      const { id } = await client('POST', '/Users', {
        schemas: ['urn:ietf:params:scim:schemas:core:2.0:User'],
        userName: `bench-${next}@example.com`,
      });
      ids.push(id);
      if (ids.length % PER_REQUEST === 0) console.error(`${name}: ${ids.length} of ${total} people`);
    }
  };
  await Promise.all(Array.from({ length: CREATING }, worker));
  return ids;
}

async function newGroup(client, members) {
  const { id } = await client('POST', '/Groups', {
    schemas: ['urn:ietf:params:scim:schemas:core:2.0:Group'],
    displayName: `Group ${randomUUID()}`,
  });
  for (let start = 0; start < members.length; start += PER_REQUEST) {
    const value = members.slice(start, start + PER_REQUEST).map((member) => ({ value: member }));
    await client('PATCH', `/Groups/${id}`, { op: 'add', path: 'members', value });
  }
  return id;
}

function clientOf(base, key) {
  const headers = { Authorization: `Bearer ${key}`, 'Content-Type': 'application/scim+json' };
  return async (method, path, content) => {
    const body =
      method === 'PATCH'
        ? { schemas: ['urn:ietf:params:scim:api:messages:2.0:PatchOp'], Operations: [content] }
        : content;
    const request = { method, headers, body: JSON.stringify(body) };
    const answer = await fetch(base + path, request);
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${method} ${path} was answered with ${answer.status}: ${text}`);
    return text === '' ? undefined : JSON.parse(text);
  };
}

async function ready(url) {
  for (let attempt = 0; attempt < 100; attempt += 1) {
    if ((await fetch(`${url}/readyz`).catch(() => undefined))?.ok) return;
    await delay(200);
  }
  throw new Error('The server did not become ready');
}

function muster(env, ...words) {
  const { status, stdout, stderr } = spawnSync(process.execPath, ['bin/muster.mjs', ...words, '--json'], {
    env,
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(stderr);
  return JSON.parse(stdout);
}

async function timed(work) {
  const start = performance.now();
  await work();
  return performance.now() - start;
}

function median(list) {
  return list.toSorted((left, right) => left - right)[Math.floor(list.length / 2)];
}
