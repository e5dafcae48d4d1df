import { beforeAll, describe, expect, test } from '@jest/globals';
import { withMuster, withTenant } from '../support/muster.js';

const ENTERPRISE = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';
const muster = withMuster();
const tenant = withTenant(muster);
let ann: string;
let bob: string;
let cem: string;
beforeAll(async () => {
  ann = (
    await tenant.newUser({
      userName: 'ann@example.com',
      name: { givenName: 'Ann', familyName: "O'Malley" },
      title: 'Engineer',
      emails: [
        { value: 'ann@example.com', type: 'work', primary: true },
        { value: 'ann@home.example', type: 'home' },
      ],
      phoneNumbers: [{ value: '555-1', type: 'mobile' }],
      [ENTERPRISE]: { employeeNumber: '701984', department: 'R&D', manager: { value: '26118915' } },
    })
  ).id;
  bob = (
    await tenant.newUser({
      userName: 'bob@example.com',
      active: false,
      emails: [
        { value: 'bob@home.example', type: 'work' },
        { value: 'bob@example.com', type: 'home' },
      ],
      roles: [{ value: 'admin', primary: true }],
      nickName: '',
    })
  ).id;
  cem = (
    await tenant.newUser({ userName: 'cem@example.com', title: 'engineer', x509Certificates: [{ value: 'QUJD' }] })
  ).id;
});

describe('A filter finds who it describes', () => {
  const people: Record<string, () => string> = { ann: () => ann, bob: () => bob, cem: () => cem };
  test.each<[string, string]>([
    ['userName eq "ANN@example.com"', 'ann'],
    ['USERNAME SW "b"', 'bob'],
    ['userName ew "@example.com"', 'ann bob cem'],
    ['userName co "@"', 'ann bob cem'],
    ['userName gt "ann@example.com"', 'bob cem'],
    ['userName le "bob@example.com"', 'ann bob'],
    ['title eq "ENGINEER"', 'ann cem'],
    ['title ne "engineer"', 'bob'],
    ['not (title eq "engineer")', 'bob'],
    ['title pr', 'ann cem'],
    ['not (title pr)', 'bob'],
    ['title eq null', 'bob'],
    ['title ne null', 'ann cem'],
    ['nickName pr', ''],
    ['nickName eq ""', 'bob'],
    ['active eq false', 'bob'],
    ['active eq "False"', 'bob'],
    ['active ne false', 'ann cem'],
    ['name pr', 'ann'],
    [`name.familyName co "o'm"`, 'ann'],
    ['emails pr', 'ann bob'],
    ['not (emails pr)', 'cem'],
    ['emails co "home.example"', 'ann bob'],
    ['emails.value eq "ann@home.example"', 'ann'],
    ['emails.type eq "home" and emails.value eq "bob@home.example"', 'bob'],
    ['emails[type eq "home" and value eq "bob@home.example"]', ''],
    ['emails[type eq "work" and value co "@example.com"]', 'ann'],
    ['emails[type eq "work"].value eq "bob@home.example"', 'bob'],
    ['emails[type eq "home"].value eq "bob@home.example"', ''],
    ['emails[not (type eq "work")]', 'ann bob'],
    ['emails[primary eq true]', 'ann'],
    ['emails[primary eq "True"].value pr', 'ann'],
    ['emails.value ne "ann@example.com"', 'ann bob cem'],
    ['not (emails.value eq "ann@example.com")', 'bob cem'],
    ['phoneNumbers[type eq "mobile" and value sw "555"]', 'ann'],
    ['phoneNumbers.value eq "555-1" or roles.value eq "admin"', 'ann bob'],
    ['x509Certificates.value eq "QUJD"', 'cem'],
    ['x509Certificates.value eq "qujd"', ''],
    [`${ENTERPRISE}:employeeNumber eq "701984"`, 'ann'],
    [`${ENTERPRISE}:manager.value eq "26118915"`, 'ann'],
    [`${ENTERPRISE}:manager pr`, 'ann'],
    [`schemas eq "${ENTERPRISE}"`, 'ann'],
    ['urn:ietf:params:scim:schemas:core:2.0:User:userName sw "c"', 'cem'],
    ['title pr and userName sw "a" or active eq false', 'ann bob'],
    ['title pr and (userName sw "a" or active eq false)', 'ann'],
    ['not (title pr or active eq false)', ''],
    ['meta.created gt "2011-05-13T04:42:34Z"', 'ann bob cem'],
    ['meta.lastModified lt "2011-05-13T04:42:34.123456+02:00"', ''],
    ['meta.resourceType eq "User"', 'ann bob cem'],
    ['meta.version eq "W/\\"1\\""', 'ann bob cem'],
    ['groups pr', ''],
    ['id eq "nobody"', ''],
  ])('%s → %s', async (filter, names) => {
    const wanted = names
      .split(' ')
      .filter(Boolean)
      .map((name) => people[name]!());
    expect((await tenant.find('/Users', filter)).toSorted()).toEqual(wanted.toSorted());
  });

  test('by id, exactly and without case games', async () => {
    expect(await tenant.find('/Users', `id eq "${ann}"`)).toEqual([ann]);
    expect(await tenant.find('/Users', `id eq "${ann.toUpperCase()}"`)).toEqual([]);
    expect(await tenant.find('/Users', `id eq "${ann} "`)).toEqual([]);
    expect(await tenant.find('/Users', `meta.location ew "/Users/${ann}"`)).toEqual([ann]);
  });
});

test.each([
  'phoneNumbers pr',
  'phoneNumbers.value co "555"',
  'phoneNumbers[type eq "work"]',
  'addresses[locality eq "Bern"]',
  'roles.value eq "even"',
  `${ENTERPRISE}:manager.value pr and phoneNumbers pr`,
])('%s answers for each of twelve people by their own values, whoever is the first', async (filter) => {
  const crowd = await muster.newTenant();
  const evens = { phoneNumbers: [{ value: '555-2', type: 'work' }], addresses: [{ locality: 'Bern' }] };
  const people = await Promise.all(
    Array.from({ length: 12 }, async (_, number) => ({
      isEven: number % 2 === 0,
      ...(await crowd.newUser({
        userName: `person${number}@example.com`,
        ...(number % 2 === 0 && { ...evens, roles: [{ value: 'even' }], [ENTERPRISE]: { manager: { value: '1' } } }),
      })),
    })),
  );
  const idsOf = (wanted: boolean) => people.flatMap(({ isEven, id }) => (isEven === wanted ? [id] : [])).toSorted();
  const found = async (text: string) =>
    (await crowd.filter('/Users', text)).json.Resources.map(({ id }: { id: string }) => id).toSorted();
  expect(await found(filter)).toEqual(idsOf(true));
  expect(await found(`not (${filter})`)).toEqual(idsOf(false));
});

describe('Pages', () => {
  test('index paging in a stable order reaches everybody once, with true numbers', async () => {
    const pages = await muster.newTenant();
    const ids: string[] = [];
    for (let index = 0; index < 23; index += 1) ids.push((await pages.newUser()).id);
    const seen: string[] = [];
    for (let startIndex = 1; startIndex <= 23; startIndex += 5) {
      const { json } = await pages.get(`/Users?startIndex=${startIndex}&count=5`);
      expect([json.totalResults, json.startIndex, json.itemsPerPage]).toEqual([23, startIndex, json.Resources.length]);
      seen.push(...json.Resources.map(({ id }: { id: string }) => id));
    }
    expect(seen).toEqual(ids);
    const beyond = (await pages.get('/Users?startIndex=100&count=5')).json;
    expect([beyond.totalResults, beyond.itemsPerPage, beyond.Resources]).toEqual([23, 0, []]);
    const totals = (await pages.get('/Users?count=0')).json;
    expect([totals.totalResults, totals.Resources]).toEqual([23, []]);
  });

  test.each(['emails.value eq "all@example.com"', 'emails[type eq "work" and value eq "all@example.com"]'])(
    'people who share a value come in the same order, whether one page holds them or not: %s',
    async (filter) => {
      const pages = await muster.newTenant();
      const emails = [{ value: 'all@example.com', type: 'work' }];
      const ids: string[] = [];
      for (let index = 0; index < 5; index += 1) ids.push((await pages.newUser({ emails })).id);
      for (const [startIndex, count] of [
        [1, 100],
        [1, 5],
        [1, 4],
        [4, 4],
      ] as const) {
        const { json } = await pages.get(`/Users?startIndex=${startIndex}&count=${count}&filter=${filter}`);
        const shown = json.Resources.map(({ id }: { id: string }) => id);
        expect([json.totalResults, shown]).toEqual([5, ids.slice(startIndex - 1, startIndex - 1 + count)]);
      }
    },
  );
});

describe('attributes and excludedAttributes', () => {
  test.each<[string, string[]]>([
    ['attributes=userName', ['id', 'schemas', 'userName']],
    ['attributes=USERNAME,name.givenName', ['id', 'name', 'schemas', 'userName']],
    [`attributes=${ENTERPRISE}:department`, ['id', 'schemas', ENTERPRISE]],
    [`attributes=${ENTERPRISE}`, ['id', 'schemas', ENTERPRISE]],
    ['attributes=nothing', ['id', 'schemas']],
    [
      `excludedAttributes=id,schemas,emails,name,meta,title,phoneNumbers,active,${ENTERPRISE}`,
      ['id', 'schemas', 'userName'],
    ],
  ])('?%s', async (query, names) => {
    const { json } = await tenant.get(`/Users/${ann}?${query}`);
    expect(Object.keys(json).toSorted()).toEqual(names);
  });

  test('sub-attributes of several values', async () => {
    const { json } = await tenant.get(`/Users/${ann}?attributes=emails.value`);
    expect(json.emails).toEqual([{ value: 'ann@example.com' }, { value: 'ann@home.example' }]);
  });

  test('excluded members are not even read', async () => {
    const { id } = await tenant.newGroup({ members: [{ value: ann }] });
    const statements = await muster.statements.during(async () => {
      const { json } = await tenant.get(`/Groups/${id}?excludedAttributes=members`);
      expect(json).not.toHaveProperty('members');
      await tenant.get('/Groups?excludedAttributes=members');
    });
    expect(statements.filter((text) => text.includes('group_members'))).toEqual([]);
  });
});

describe('Versions', () => {
  test('the ETag is meta.version; If-None-Match is 304, a stale If-Match 412', async () => {
    const user = await tenant.newUser();
    const path = `/Users/${user.id}`;
    const first = await tenant.get(path);
    const etag = first.headers.get('etag')!;
    expect(etag).toBe(first.json.meta.version);
    expect([
      (await tenant.get(path, { 'If-None-Match': etag })).status,
      (await tenant.get(path, { 'If-None-Match': '"x"' })).status,
    ]).toEqual([304, 200]);
    const changed = await tenant.patch(path, [{ op: 'replace', path: 'title', value: 'x' }], { 'If-Match': etag });
    expect([changed.status, changed.headers.get('etag')]).toEqual([200, 'W/"2"']);
    expect(Date.parse(changed.json.meta.lastModified)).toBeGreaterThan(Date.parse(changed.json.meta.created));
    for (const stale of [
      await tenant.patch(path, [{ op: 'remove', path: 'title' }], { 'If-Match': etag }),
      await tenant.put(path, { ...user }, { 'If-Match': etag }),
      await tenant.delete(path, { 'If-Match': etag }),
    ])
      expect([stale.status, stale.json.status]).toEqual([412, '412']);
  });

  test('a PATCH or PUT that changes nothing keeps version and lastModified, and makes no event', async () => {
    const user = await tenant.newUser({ title: 'same' });
    const path = `/Users/${user.id}`;
    const events = async () => (await muster.rows('SELECT 1 FROM events')).length;
    const before = [(await tenant.get(path)).text, await events()];
    await tenant.patch(path, [{ op: 'add', path: 'title', value: 'same' }]);
    await tenant.put(path, user);
    expect([(await tenant.get(path)).text, await events()]).toEqual(before);
  });
});

describe('Discovery', () => {
  test('ServiceProviderConfig is exactly true', async () => {
    const { json } = await tenant.get('/ServiceProviderConfig');
    expect(json).toMatchObject({
      patch: { supported: true },
      bulk: { supported: true, maxOperations: 1_000, maxPayloadSize: 1_048_576 },
      filter: { supported: true, maxResults: 1_000 },
      changePassword: { supported: false },
      sort: { supported: true },
      pagination: {
        cursor: true,
        index: true,
        defaultPaginationMethod: 'index',
        defaultPageSize: 100,
        maxPageSize: 1_000,
        cursorTimeout: 3_600,
      },
      securityEvents: {
        asyncRequest: 'request',
        eventUris: [
          'prov:create:full',
          'prov:patch:full',
          'prov:patch:notice',
          'prov:delete',
          'prov:activate',
          'prov:deactivate',
          'misc:asyncresp',
        ].map((name) => `urn:ietf:params:scim:event:${name}`),
      },
      etag: { supported: true },
      meta: { location: `https://muster.example/scim/v2/${tenant.organizationId}/ServiceProviderConfig` },
    });
  });

  test('ResourceTypes and Schemas agree with each other and with what is stored', async () => {
    const types = (await tenant.get('/ResourceTypes')).json.Resources;
    expect(types.map(({ id, endpoint }: { id: string; endpoint: string }) => [id, endpoint]).toSorted()).toEqual([
      ['Entitlement', '/Entitlements'],
      ['Group', '/Groups'],
      ['Role', '/Roles'],
      ['User', '/Users'],
    ]);
    const schemas = (await tenant.get('/Schemas')).json;
    const urns = types.flatMap(
      ({ schema, schemaExtensions }: { schema: string; schemaExtensions: { schema: string }[] }) => [
        schema,
        ...schemaExtensions.map((extension) => extension.schema),
      ],
    );
    expect(schemas.Resources.map(({ id }: { id: string }) => id)).toEqual(urns);
    for (const urn of urns) expect((await tenant.get(`/Schemas/${urn}`)).json.id).toBe(urn);
    const { schema } = (await tenant.get('/ResourceTypes/User')).json;
    expect(urns).toContain(schema);
    const userName = (await tenant.get(`/Schemas/${schema}`)).json.attributes.find(
      ({ name }: { name: string }) => name === 'userName',
    );
    expect(userName).toMatchObject({
      required: true,
      caseExact: false,
      uniqueness: 'server',
      mutability: 'readWrite',
      returned: 'default',
      type: 'string',
    });
    expect(JSON.stringify(schemas)).not.toContain('null');
  });

  test('what is not there is 404, what cannot be filtered 403', async () => {
    expect((await tenant.get('/Schemas/urn:x')).status).toBe(404);
    expect((await tenant.get('/ResourceTypes/Thing')).status).toBe(404);
    expect((await tenant.get('/Schemas?filter=name%20pr')).status).toBe(403);
  });
});
