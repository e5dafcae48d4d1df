import { BatchDigest, linkOf } from '../dist/events/event-chain.js';

/** Rows that are made; the database itself copies them to other times. */
const BLOCK = 1_000;
const DAY_MS = 86_400_000;
/** What the first eight digits of a UUIDv7 count (RFC 9562 §5.7): a block is within one of these, and copied by them. */
const UNIT_MS = 65_536;
const APART_MS = 65;
const CLIENT = 'Okta SCIM Client 1.0.0';

/** What copies of a request, and of an event, have in common. */
const OF_REQUESTS = `organizationId, method, path, filter, status, scimType, detail, duration, keyId, client, address,
  resourceId, operations, failedOperations, requests, body`;
const OF_EVENTS = 'organizationId, type, actor, resourceType, resourceId, data';

/**
 * Fills the log of SCIM requests as if Okta had looked after some of the people all the time: evenly over the days up to now.
 * @param {import('./databases.mjs').Database} database
 * @param {import('./organizations.mjs').Organization} organization
 * @param {{rows: number, days: number}} size rows in thousands
 */
export async function addRequests(database, organization, { rows, days }) {
  const [first, ...others] = units(days, rows / BLOCK);
  const template = Array.from({ length: BLOCK }, (_, index) => request(organization, first, index));
  await insert(database, 'scim_requests', template);
  for (const unit of others)
    await database.run(
      `INSERT INTO scim_requests (id, requestId, time, ${OF_REQUESTS})
       SELECT CONCAT(?, SUBSTR(id, 9)), CONCAT(?, SUBSTR(requestId, 9)), time + ?, ${OF_REQUESTS} FROM scim_requests
       WHERE organizationId = ? AND id BETWEEN ? AND ?`,
      [hex(unit, 8), hex(unit, 8), (unit - first) * UNIT_MS, organization.id, template[0].id, template.at(-1).id],
    );
}

/**
 * Fills the audit with changes of some of the people, evenly over the days up to now, a link of the chain for each thousand. Nobody
 * else writes events of the organization meanwhile.
 * @param {{rows: number, days: number}} size rows in thousands
 */
export async function addEvents(database, organization, { rows, days }) {
  const [before] = await database.run('SELECT lastSequence, lastHash FROM event_sequences WHERE organizationId = ?', [
    organization.id,
  ]);
  const sequence = Number(before.lastSequence);
  const all = units(days, rows / BLOCK);
  const template = Array.from({ length: BLOCK }, (_, index) => event(organization, all[0], index));
  let hash = String(before.lastHash);
  for (const [block, unit] of all.entries()) {
    const last = sequence + (block + 1) * BLOCK;
    const events = block === 0 ? template : template.map((each) => ({ ...each, ...at(each, unit, all[0]) }));
    hash = linkOf(hash, last, events.reduce((sum, each) => sum.add(each), new BatchDigest()).value());
    if (block === 0) {
      const placed = template.map((each, index) => ({ ...each, sequence: sequence + index + 1, hash: null }));
      placed.at(-1).hash = hash;
      await insert(database, 'events', placed);
    } else await copyEvents(database, organization, { sequence, block, unit, from: all[0], hash });
  }
  await database.run('UPDATE event_sequences SET lastSequence = ?, lastHash = ? WHERE organizationId = ?', [
    sequence + rows,
    hash,
    organization.id,
  ]);
}

/** @param {{sequence: number, block: number, unit: number, from: number, hash: string}} to the last one before the template; which block, and its link */
function copyEvents(database, organization, { sequence, block, unit, from, hash }) {
  const [start, moved] = [hex(unit, 8), (unit - from) * UNIT_MS];
  const [first, last] = [sequence + 1, sequence + BLOCK];
  return database.run(
    `INSERT INTO events (sequence, id, requestId, time, hash, ${OF_EVENTS})
     SELECT sequence + ?, CONCAT(?, SUBSTR(id, 9)), CONCAT(?, SUBSTR(requestId, 9)), time + ?,
       CASE WHEN sequence = ? THEN ? END, ${OF_EVENTS} FROM events
     WHERE organizationId = ? AND sequence BETWEEN ? AND ?`,
    [block * BLOCK, start, start, moved, last, hash, organization.id, first, last],
  );
}

/** Where blocks begin: evenly over the days up to now. */
function units(days, blocks) {
  const now = Math.floor(Date.now() / UNIT_MS) - 1;
  const length = Math.floor((days * DAY_MS) / UNIT_MS);
  return Array.from({ length: blocks }, (_, block) => now - length + Math.floor(((block + 1) * length) / blocks));
}

function request({ id: organizationId, keyId, users }, unit, index) {
  const user = users[index % users.length].id;
  const base = { ...moment(unit, index), organizationId, keyId, client: CLIENT, address: '192.0.2.1', duration: 12 };
  const none = { filter: null, scimType: null, detail: null, operations: null, failedOperations: null, body: null };
  const row = { ...none, ...base, requests: 1, method: 'PATCH', path: `/Users/${user}`, resourceId: user, status: 200 };
  if (index % 50 === 1) return { ...row, method: 'GET', status: 404, detail: 'There is no such user' };
  if (index % 100 === 2)
    return { ...row, method: 'PUT', status: 409, scimType: 'uniqueness', detail: 'userName is taken' };
  return index % 2 === 0
    ? row
    : { ...row, method: 'GET', path: '/Users?filter=?', filter: 'userName eq ?', resourceId: null };
}

function event({ id: organizationId, keyId, users }, unit, index) {
  return {
    ...moment(unit, index),
    organizationId,
    type: 'user.updated',
    actor: JSON.stringify({ kind: 'key', id: keyId, label: 'Okta' }),
    resourceType: 'User',
    resourceId: users[index % users.length].id,
    data: JSON.stringify({ changes: { title: { before: 'Engineer', after: 'Manager' } } }),
  };
}

/** When a row of a block was made, and its ids. */
function moment(unit, index) {
  const offset = index * APART_MS;
  const id = `${hex(unit, 8)}-${hex(offset, 4)}-7000-8000-${hex(index, 12)}`;
  return { id, requestId: id, time: unit * UNIT_MS + offset };
}

/** The same at another time. */
function at({ id, requestId, time }, unit, from) {
  const moved = (text) => hex(unit, 8) + text.slice(8);
  return { id: moved(id), requestId: moved(requestId), time: time + (unit - from) * UNIT_MS };
}

function hex(number, digits) {
  return number.toString(16).padStart(digits, '0');
}

async function insert(database, table, rows) {
  const columns = Object.keys(rows[0]);
  const values = rows.map(() => `(${columns.map(() => '?').join(', ')})`).join(', ');
  const parameters = rows.flatMap((row) => columns.map((column) => row[column]));
  await database.run(`INSERT INTO ${table} (${columns.join(', ')}) VALUES ${values}`, parameters);
}
