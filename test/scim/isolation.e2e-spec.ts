import { beforeAll, describe, expect, test } from '@jest/globals';
import { ResourcesRegistry } from '../../src/scim/resource/resources.registry.js';
import { operatorContext } from '../../src/tools/cli/operator-context.js';
import { type Tenant, withMuster } from '../support/muster.js';
import { refuseOpenStatements, tablesOfOrganizations } from '../support/open-statements.js';

const muster = withMuster();
let ours: Tenant;
let theirs: Tenant;
let theirUser: { id: string };
let theirGroup: { id: string };
let ourUser: { id: string };
let ourGroup: { id: string };
beforeAll(async () => {
  [ours, theirs] = [await muster.newTenant(), await muster.newTenant()];
  for (const tenant of [ours, theirs]) {
    const user = await tenant.newUser({
      userName: 'same@example.com',
      externalId: 'same',
      emails: [{ value: 'same@example.com', type: 'work' }],
    });
    const group = await tenant.newGroup({ displayName: 'Same', externalId: 'same', members: [{ value: user.id }] });
    if (tenant === theirs) [theirUser, theirGroup] = [user, group];
    else [ourUser, ourGroup] = [user, group];
  }
});

const USER = 'urn:ietf:params:scim:schemas:core:2.0:User';
const PATCH_OP = 'urn:ietf:params:scim:api:messages:2.0:PatchOp';

describe("Another organization's resources", () => {
  test('cannot be told from resources that do not exist, on any route of any resource type', async () => {
    const unknown = '0192f0c1-2d3e-7f40-8a51-0123456789ab';
    const services = muster.app.get(ResourcesRegistry).list();
    expect(services.length).toBeGreaterThan(3);
    const context = await operatorContext(muster.app, theirs.organizationId);
    for (const service of services) {
      const { type, example = { displayName: 'Example' } } = service;
      const body = { schemas: [type.schema.id], ...example };
      const { id } = await service.create(context, body, { attributes: [], excludedAttributes: [] });
      const patch = { schemas: [PATCH_OP], Operations: [{ op: 'remove', path: 'externalId' }] };
      const asked: [string, (id: string) => string, object?][] = [
        ['GET', (each) => `${type.endpoint}/${each}`],
        ['PUT', (each) => `${type.endpoint}/${each}`, body],
        ['PATCH', (each) => `${type.endpoint}/${each}`, patch],
        ['DELETE', (each) => `${type.endpoint}/${each}`],
        ['GET', (each) => `${type.endpoint}?filter=${encodeURIComponent(`id eq "${each}"`)}`],
        ['GET', (each) => `?filter=${encodeURIComponent(`id eq "${each}"`)}`],
      ];
      for (const [method, path, given] of asked) {
        const [foreign, missing] = [
          await ours.send(method, path(id), given),
          await ours.send(method, path(unknown), given),
        ];
        expect([method, type.name, foreign.status, foreign.text]).toEqual([
          method,
          type.name,
          missing.status,
          missing.text,
        ]);
        if (foreign.status === 200) expect(foreign.json.totalResults).toBe(0);
        else expect([404, 405]).toContain(foreign.status);
      }
      const bulk = await ours.post('/Bulk', {
        schemas: ['urn:ietf:params:scim:api:messages:2.0:BulkRequest'],
        Operations: [
          { method: 'PATCH', path: `${type.endpoint}/${id}`, data: patch },
          { method: 'DELETE', path: `${type.endpoint}/${id}` },
        ],
      });
      expect(bulk.json.Operations.map(({ status }: { status: string }) => status)).toEqual(['404', '404']);
      for (const { type: other } of services)
        if (other !== type) expect((await theirs.get(`${other.endpoint}/${id}`)).status).toBe(404);
      const read = await theirs.get(`${type.endpoint}/${id}`);
      expect([read.status, read.json.meta.version]).toEqual([200, 'W/"1"']);
    }
    expect((await theirs.get(`/Users/${theirUser.id}`)).json).toMatchObject({ active: true });
    expect(await theirs.membersOf(theirGroup.id)).toEqual([theirUser.id]);
  });

  test('cannot become members or nested groups: named like any unknown id, and nothing is applied', async () => {
    const { id } = await ours.newGroup();
    const friend = await ours.newUser();
    for (const foreign of [theirUser.id, theirGroup.id]) {
      const { status, json } = await ours.patch(`/Groups/${id}`, [
        { op: 'add', path: 'members', value: [{ value: friend.id }, { value: foreign }] },
      ]);
      expect([status, json.scimType]).toEqual([400, 'invalidValue']);
      expect(json.detail).toContain(foreign);
      expect(await ours.membersOf(id)).toEqual([]);
    }
  });

  test.each([
    ['/Users', 'userName eq "same@example.com"'],
    ['/Users', 'externalId eq "same"'],
    ['/Users', 'emails.value eq "same@example.com"'],
    ['/Users', 'emails[type eq "work"]'],
    ['/Users', 'groups.display eq "same"'],
    ['/Users', 'not (userName eq "nobody")'],
    ['/Users', 'userName eq "x" or userName pr'],
    ['/Groups', 'displayName eq "same"'],
    ['/Groups', 'not (displayName eq "x")'],
    ['/Groups', 'members pr'],
  ] as const)('%s?filter=%s finds nothing of it', async (endpoint, filter) => {
    const found = await ours.find(endpoint, filter);
    expect(found.length).toBeGreaterThan(0);
    expect(found).not.toContain(endpoint === '/Users' ? theirUser.id : theirGroup.id);
    expect((await ours.filter(endpoint, filter)).json.totalResults).toBe(found.length);
  });

  test('nor its groups', async () => {
    const groups = [expect.objectContaining({ value: ourGroup.id })];
    expect((await ours.get(`/Users/${ourUser.id}`)).json).toMatchObject({ id: ourUser.id, groups });
    for (const filter of [
      'userName eq "same@example.com"',
      'externalId eq "same"',
      'emails.value eq "same@example.com"',
    ])
      expect((await ours.filter('/Users', filter)).json.Resources).toEqual([
        expect.objectContaining({ id: ourUser.id, groups }),
      ]);
  });

  test.each([() => `members.value eq "${theirUser.id}"`, () => `members[value eq "${theirUser.id}"]`])(
    'members in filters stay inside',
    async (filter) => {
      expect(await ours.find('/Groups', filter())).toEqual([]);
    },
  );

  test('the same names are free in each organization', async () => {
    const { status } = await ours.post('/Users', { schemas: [USER], userName: 'only-theirs@example.com' });
    expect(status).toBe(201);
    expect((await theirs.post('/Users', { schemas: [USER], userName: 'only-theirs@example.com' })).status).toBe(201);
  });

  test('hundreds of requests of several organizations at once are each answered from their own', async () => {
    const others = await Promise.all(Array.from({ length: 4 }, () => muster.newTenant()));
    const people = await Promise.all(
      others.map((tenant, at) => tenant.newUser({ userName: 'one@example.com', title: `of ${at}` })),
    );
    const asked = Array.from({ length: 400 }, (_, index) => index % others.length);
    const answers = await Promise.all(
      asked.map(async (at, index) => {
        const [tenant, { id }] = [others[at]!, people[at]!];
        const [own, strange] = [people[at]!.id, people[(at + 1) % others.length]!.id];
        if (index % 5 === 0)
          return [at, (await tenant.get(`/Users/${strange}`)).status === 404 ? `of ${at}` : 'theirs'];
        if (index % 5 === 1) {
          const { json } = await tenant.filter('/Users', 'userName eq "one@example.com"');
          return [at, json.Resources.length === 1 && json.Resources[0].id === own ? json.Resources[0].title : json];
        }
        if (index % 5 === 2)
          return [
            at,
            (await tenant.patch(`/Users/${id}`, [{ op: 'replace', path: 'nickName', value: `${index}` }])).json.title,
          ];
        if (index % 5 === 3) return [at, (await tenant.get('/Users')).json.Resources[0].title];
        return [at, (await tenant.get(`/Users/${id}`)).json.title];
      }),
    );
    expect(answers.filter(([at, title]) => title !== `of ${at}`)).toEqual([]);
  });

  test('every foreign key between tables of organizations begins with the organization', () => {
    const tables = tablesOfOrganizations(muster.dataSource);
    const between = muster.dataSource.entityMetadatas
      .filter(({ tableName }) => tables.has(tableName))
      .flatMap(({ tableName, foreignKeys }) =>
        foreignKeys.map(({ columnNames, referencedTablePath, referencedColumnNames }) => ({
          tableName,
          columnNames,
          referencedTablePath,
          referencedColumnNames,
        })),
      )
      .filter(({ referencedTablePath }) => tables.has(referencedTablePath));
    expect(between.length).toBeGreaterThan(8);
    for (const key of between) {
      expect([key.tableName, key.columnNames[0]]).toEqual([key.tableName, 'organizationId']);
      expect([key.tableName, key.referencedColumnNames[0]]).toEqual([key.tableName, 'organizationId']);
    }
  });

  test('every statement on an organization’s table names the organization, of each table that it joins too', async () => {
    const { id: user } = await ours.newUser();
    const { id: group } = await ours.newGroup();
    const statements = await muster.statements.during(async () => {
      await ours.patch(`/Groups/${group}`, [{ op: 'add', path: 'members', value: [{ value: user }] }]);
      await ours.get(`/Groups/${group}`);
      await ours.get(`/Users/${user}`);
      await ours.get('/Users');
      await ours.find('/Users', 'userName eq "same@example.com"');
      await ours.find('/Users', 'emails[type eq "work"] or groups.value pr or title eq "x"');
      await ours.find('/Groups', 'members pr');
      await ours.put(`/Users/${user}`, {
        schemas: [USER],
        userName: 'renamed@example.com',
        emails: [{ value: 'a@example.com' }],
      });
      await ours.delete(`/Users/${user}`);
      await ours.delete(`/Groups/${group}`);
    });
    expect(statements.length).toBeGreaterThan(20);
    // What any other test makes the server send is looked at in the same way when that server stops.
    refuseOpenStatements(statements, tablesOfOrganizations(muster.dataSource));
  });
});
