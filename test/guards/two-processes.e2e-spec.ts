import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { AuditVerification } from '../../src/history/audit/audit-verification.js';
import { OPERATOR } from '../../src/events/actor.js';
import { MembersService } from '../../src/onboarding/members.service.js';
import { Muster } from '../support/muster.js';
import { accepted, assigned, type Company, confirmed, newCompany } from '../support/organization.js';
import { Person } from '../support/person.js';
import { ServerProcess } from '../support/process.js';
import { type AnyJson, ScimClient } from '../support/scim-client.js';

/** Enough that both processes are in the middle of something at the same time, on one SQLite file too. */
const ROUNDS = 4;
const USER = 'urn:ietf:params:scim:schemas:core:2.0:User';

/** Prepares and looks; what races is asked of the two others. */
let muster: Muster;
let company: Company;
let processes: readonly [ServerProcess, ServerProcess];
let clients: readonly [ScimClient, ScimClient];
beforeAll(async () => {
  muster = await Muster.start();
  company = await newCompany(muster);
  const { database } = muster;
  const environment = { DATABASE_URL: database.url, PUBLIC_URL: 'https://muster.example', LOG_LEVEL: 'fatal' };
  processes = await Promise.all([ServerProcess.start(environment), ServerProcess.start(environment)]);
  clients = [clientOf(processes[0]), clientOf(processes[1])];
}, 90_000);
afterAll(async () => {
  await Promise.all(processes.map((server) => server.kill('SIGTERM')));
  await muster.stop();
}, 60_000);

function clientOf({ url }: ServerProcess): ScimClient {
  const { organizationId, key } = company.okta;
  return new ScimClient(`${url}/scim/v2/${organizationId}`, key);
}

/** The same person at one of the processes. */
function at(index: 0 | 1, person: Person): Person {
  return Object.assign(new Person(processes[index].url, person.organizationId), {
    ...person,
    url: processes[index].url,
  });
}

/** Asks the processes in turn, all at once. */
function inTurn<T>(count: number, ask: (client: ScimClient, index: number) => Promise<T>): Promise<T[]> {
  return Promise.all(Array.from({ length: count }, (_, index) => ask(clients[index % 2]!, index)));
}

async function rounds(work: () => Promise<void>): Promise<void> {
  for (let round = 0; round < ROUNDS; round += 1) await work();
}
const statuses = (answers: { status: number }[]) => answers.map(({ status }) => status).toSorted();
const deactivate = (client: ScimClient, id: string) =>
  client.patch(`/Users/${id}`, [{ op: 'replace', path: 'active', value: false }]);
const viewOf = (id: string) => muster.app.get(MembersService).get(company.okta.organizationId, id);

async function wrappedFor(id: string) {
  const { json } = await company.admin.get('/members?status=accepted');
  return company.admin.wrapFor(json.members.find((each: AnyJson) => each.id === id));
}

describe('Two processes on one database', () => {
  test('make one person of a userName that both are sent', () =>
    rounds(async () => {
      const userName = `both-${Math.random()}@acme.example`;
      const answers = await inTurn(8, (client) => client.post('/Users', { schemas: [USER], userName }));
      expect(statuses(answers)).toEqual([201, ...Array.from({ length: 7 }, () => 409)]);
    }));

  test('lose no member of a group that both add to and take from', async () => {
    const people = await Promise.all(Array.from({ length: 12 }, () => company.okta.newUser()));
    const [stay, go] = [people.slice(0, 6), people.slice(6)];
    const { id: group } = await company.okta.newGroup({ members: go.map(({ id }) => ({ value: id })) });
    const answers = await inTurn(12, (client, index) => {
      const { id } = people[index]!;
      return client.patch(`/Groups/${group}`, [
        index < 6
          ? { op: 'add', path: 'members', value: [{ value: id }] }
          : { op: 'remove', path: `members[value eq "${id}"]` },
      ]);
    });
    expect([...new Set(statuses(answers))]).toEqual([204]);
    expect(await company.okta.membersOf(group)).toEqual(stay.map(({ id }) => id).toSorted());
  });

  test('let one of the writers win that have read the same version', () =>
    rounds(async () => {
      const { id } = await company.okta.newUser();
      const answers = await inTurn(6, (client, index) =>
        client.patch(`/Users/${id}`, [{ op: 'replace', path: 'title', value: `t${index}` }], { 'If-Match': 'W/"1"' }),
      );
      expect(statuses(answers)).toEqual([200, 412, 412, 412, 412, 412]);
    }));

  test('use an invitation up once, when both are sent its acceptance', () =>
    rounds(async () => {
      const { id, person, link } = await assigned(muster, company);
      const url = await link();
      const both = [at(0, person), at(1, person)];
      expect(statuses(await Promise.all(both.map((one) => one.accept(url))))).toEqual([201, 410]);
      expect((await viewOf(id)).status).toBe('accepted');
      const log = await muster.rows("SELECT sequence FROM key_log WHERE userId = ? AND kind = 'member_key.set'", [id]);
      expect(log).toHaveLength(1);
    }));

  test('revoke whom the other confirms or lets accept at the same time', () =>
    rounds(async () => {
      const one = await accepted(muster, company);
      const wrapped = await wrappedFor(one.id);
      const admin = at(1, company.admin);
      await Promise.all([admin.post(`/members/${one.id}/confirm`, wrapped), deactivate(clients[0], one.id)]);
      expect((await viewOf(one.id)).status).toBe('revoked');
      expect((await one.person.get('/me/key')).status).toBeGreaterThanOrEqual(401);
      const other = await assigned(muster, company);
      const url = await other.link();
      const late = at(0, other.person);
      await Promise.all([late.accept(url), deactivate(clients[1], other.id)]);
      expect((await viewOf(other.id)).status).toBe('revoked');
      expect([401, 403]).toContain((await late.get('/me')).status);
    }));

  test('keep one wrapped key when both confirm', () =>
    rounds(async () => {
      const { id, person } = await accepted(muster, company);
      const wrapped = [await wrappedFor(id), await wrappedFor(id)];
      const answers = await Promise.all(
        ([0, 1] as const).map((index) => at(index, company.admin).post(`/members/${id}/confirm`, wrapped[index])),
      );
      expect(statuses(answers)).toEqual([200, 409]);
      const kept = wrapped[answers.findIndex(({ status }) => status === 200)]!;
      expect((await person.get('/me/key')).json.wrappedKey).toBe(kept.wrappedKey);
    }));

  test('leave an organization its last admin, when each is asked to take one of two away', () =>
    rounds(async () => {
      const own = await newCompany(muster);
      const { organizationId, key } = own.okta;
      const members = muster.app.get(MembersService);
      const people = [await confirmed(muster, own), await confirmed(muster, own)];
      for (const { address } of people) await members.makeAdmin(organizationId, address, OPERATOR);
      await members.remove(organizationId, own.adminId, OPERATOR);
      const answers = await Promise.all(
        people.map(({ id }, index) =>
          new ScimClient(`${processes[index]!.url}/scim/v2/${organizationId}`, key).delete(`/Users/${id}`),
        ),
      );
      expect(statuses(answers)).toEqual([204, 409]);
      const left = await muster.rows<{ id: string }>(
        "SELECT id FROM users WHERE organizationId = ? AND isAdmin = 1 AND status = 'confirmed'",
        [organizationId],
      );
      expect(left).toHaveLength(1);
    }));

  test('write one chain of events without a gap', async () => {
    const { organizationId } = company.okta;
    await inTurn(10, (client) => client.post('/Groups', { displayName: `Chain ${Math.random()}` }));
    const { fault, events } = await muster.app.get(AuditVerification).verify(organizationId);
    expect(fault).toBeUndefined();
    expect(events).toBeGreaterThan(30);
  });
});
