import { connect } from 'node:net';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { operatorContext } from '../../src/tools/cli/operator-context.js';
import { UsersService } from '../../src/users/users.service.js';
import { withMuster, withTenant } from '../support/muster.js';
import type { Json } from '../support/scim-client.js';

const MEMBERS = 5_000;
const schemas = ['urn:ietf:params:scim:schemas:core:2.0:User'];

const muster = withMuster();
const tenant = withTenant(muster);
let ids: string[];
let large: string;
let small: string;
let empty: string;
beforeAll(async () => {
  const context = await operatorContext(muster.app, tenant.organizationId);
  const bodies = Array.from({ length: MEMBERS }, (_, index) => ({
    schemas,
    userName: `p${index}`,
    ...(index % 2 === 0 && { displayName: `Person "${index}" Ünï` }),
  }));
  ids = [];
  for (let start = 0; start < MEMBERS; start += 1_000)
    ids.push(...(await muster.app.get(UsersService).createAll(context, bodies.slice(start, start + 1_000))));
  small = (await tenant.newGroup({ members: [{ value: ids[0] }] })).id;
  empty = (await tenant.newGroup()).id;
  large = (await tenant.newGroup()).id;
  for (let start = 0; start < MEMBERS; start += 2_500)
    await tenant.patch(`/Groups/${large}`, [
      { op: 'add', path: 'members', value: ids.slice(start, start + 2_500).map((value) => ({ value })) },
    ]);
  await tenant.patch(`/Groups/${large}`, [{ op: 'add', path: 'members', value: [{ value: small }] }]);
}, 60_000);

const valuesOf = ({ members }: Json) => (members as { value: string }[]).map(({ value }) => value).toSorted();

describe('A group of thousands', () => {
  test('is read in the order of an index: nothing waits until all members are sorted', async () => {
    const statements = await muster.statements.recordedDuring(() => tenant.get(`/Groups/${large}`));
    const ofMembers = statements.filter(({ text }) => text.includes('AS isUser'));
    expect(ofMembers).toHaveLength(2);
    for (const statement of ofMembers)
      expect(JSON.stringify(await muster.planOf(statement))).not.toMatch(/filesort|temporary|TEMP B-TREE/);
  });

  test('is answered with every member once, and what is said of each', async () => {
    const { status, headers, json } = await tenant.get(`/Groups/${large}`);
    expect(status).toBe(200);
    expect(headers.get('content-type')).toBe('application/scim+json; charset=utf-8');
    expect(headers.get('etag')).toBe(json.meta.version);
    expect(valuesOf(json)).toEqual([...ids, small].toSorted());
    const base = `https://muster.example/scim/v2/${tenant.organizationId}`;
    expect(json.members).toContainEqual({
      value: ids[2],
      $ref: `${base}/Users/${ids[2]}`,
      type: 'User',
      display: 'Person "2" Ünï',
    });
    expect(json.members).toContainEqual({
      value: ids[3],
      $ref: `${base}/Users/${ids[3]}`,
      type: 'User',
      display: 'p3',
    });
    expect(json.members).toContainEqual(
      expect.objectContaining({ value: small, $ref: `${base}/Groups/${small}`, type: 'Group' }),
    );
  });

  test('is answered with the sub-attributes that were asked for', async () => {
    const { json } = await tenant.get(`/Groups/${large}?attributes=members.display`);
    expect(json.members).toHaveLength(MEMBERS + 1);
    expect(json.members[2]).toEqual({ display: 'Person "2" Ünï' });
    expect(json.displayName).toBeUndefined();
  });

  test('has no body for HEAD and for a version that is known', async () => {
    const head = await tenant.send('HEAD', `/Groups/${large}`);
    expect([head.status, head.text]).toEqual([200, '']);
    const known = await tenant.get(`/Groups/${large}`, { 'If-None-Match': head.headers.get('etag')! });
    expect([known.status, known.text]).toEqual([304, '']);
  });

  test('is answered to PUT and PATCH as to GET', async () => {
    const members = [...ids.slice(1), small].map((value) => ({ value }));
    const { status, json } = await tenant.put(`/Groups/${large}`, {
      schemas: ['urn:ietf:params:scim:schemas:core:2.0:Group'],
      displayName: 'Large',
      members,
    });
    expect([status, json.members.length]).toEqual([200, MEMBERS]);
    const patched = await tenant.patch(`/Groups/${large}?attributes=members.value`, [
      { op: 'add', path: 'members', value: [{ value: ids[0] }] },
    ]);
    expect(valuesOf(patched.json)).toEqual([...ids, small].toSorted());
  });

  test('stands in lists among others, of which the empty one has no members', async () => {
    for (const path of ['/Groups', '/Groups?count=10&cursor=', '/?sortBy=meta.created&sortOrder=descending&count=9']) {
      const { json } = await tenant.get(path);
      const groups = json.Resources.filter(({ schemas: urns }: { schemas: string[] }) => urns[0]!.endsWith('Group'));
      const found = new Map<string, Json>(groups.map((group: Json) => [group.id, group]));
      expect([path, valuesOf(found.get(large)!).length]).toEqual([path, MEMBERS + 1]);
      expect(valuesOf(found.get(small)!)).toEqual([ids[0]]);
      expect(found.get(empty)).not.toHaveProperty('members');
    }
  });

  test('is read without a query for each member, and with one for all of them', async () => {
    const statements = await muster.statements.during(() => tenant.get(`/Groups/${large}`));
    expect(statements.filter((text) => text.includes('FROM group_members'))).toHaveLength(3);
  });

  test('holds no connection to the database while a slow client takes it', async () => {
    const { hostname, port } = new URL(muster.url);
    const slow = Array.from({ length: 20 }, () => {
      const socket = connect(Number(port), hostname);
      socket.write(
        `GET /scim/v2/${tenant.organizationId}/Groups/${large} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${tenant.key}\r\n\r\n`,
      );
      return socket.pause();
    });
    try {
      for (let round = 0; round < 20; round += 1) expect((await tenant.get(`/Users/${ids[round]}`)).status).toBe(200);
    } finally {
      for (const socket of slow) socket.destroy();
    }
    expect((await tenant.get(`/Groups/${large}`)).json.members).toHaveLength(MEMBERS + 1);
  });
});
