import { describe, expect, test } from '@jest/globals';
import { withMuster, withTenant } from '../support/muster.js';

const muster = withMuster();
const tenant = withTenant(muster);

const quoted = (text: string) => JSON.stringify(text);
const post = (userName: string) =>
  tenant.post('/Users', { schemas: ['urn:ietf:params:scim:schemas:core:2.0:User'], userName });

describe('Text', () => {
  const names = [
    'a_b@x.io',
    'axb@x.io',
    'a%b@x.io',
    'a+b@x.io',
    `o'malley@x.io`,
    'say "hi"@x.io',
    'back\\slash@x.io',
    'jose@x.io',
    'josé@x.io',
    'strasse@x.io',
    'straße@x.io',
    'irmak@x.io',
    'ırmak@x.io',
    '👩🚀@x.io',
    'trailing@x.io',
    'שלום@x.io',
  ];

  test('userName eq finds exactly that person, whatever characters the name has', async () => {
    const ids = new Map<string, string>();
    for (const name of names) {
      const { status, json } = await post(name);
      expect([name, status]).toEqual([name, 201]);
      expect(json.userName).toBe(name);
      ids.set(name, json.id);
    }
    for (const name of names) {
      expect([name, await tenant.find('/Users', `userName eq ${quoted(name)}`)]).toEqual([name, [ids.get(name)]]);
      expect(
        await tenant.find('/Users', `userName sw ${quoted(name.slice(0, -3))} and userName eq ${quoted(name)}`),
      ).toEqual([ids.get(name)]);
    }
    const start = [ids.get('a_b@x.io')];
    for (const filter of ['userName sw "a_"', 'userName co "_b"', 'userName co "a_b"'])
      expect(await tenant.find('/Users', filter)).toEqual(start);
    expect(await tenant.find('/Users', 'userName ew "\\\\slash@x.io"')).toEqual([ids.get('back\\slash@x.io')]);
    expect(await tenant.find('/Users', 'userName co "%"')).toEqual([ids.get('a%b@x.io')]);
  });

  test.each([
    ['JOSÉ@X.IO', 'josé@x.io'],
    ['jose\u0301@x.io', 'josé@x.io'],
    ['Irmak@x.io', 'irmak@x.io'],
    ['STRAẞE@x.io', 'straße@x.io'],
    ['A_B@X.IO', 'a_b@x.io'],
  ])('%s is the same userName as %s', async (form) => {
    const { status, json } = await post(form);
    expect([status, json.scimType]).toEqual([409, 'uniqueness']);
  });

  test('externalId is compared with case and needs not be unique', async () => {
    const { id } = await tenant.newUser({ externalId: 'Ext-1' });
    const { id: other } = await tenant.newUser({ externalId: 'Ext-1' });
    expect(await tenant.find('/Users', 'externalId eq "Ext-1"')).toEqual([id, other].toSorted());
    expect(await tenant.find('/Users', 'externalId eq "ext-1"')).toEqual([]);
    expect(await tenant.find('/Users', 'externalId eq "Ext-1 "')).toEqual([]);
  });

  test.each(['1', '0', '-1', 'null', 'admin', '../x', '00000000-0000-0000-0000-000000000000'])(
    'externalId %s is only data',
    async (externalId) => {
      const { id } = await tenant.newUser({ externalId });
      expect(await tenant.find('/Users', `externalId eq ${quoted(externalId)}`)).toEqual([id]);
      expect((await tenant.get(`/Users/${encodeURIComponent(externalId)}`)).status).toBe(404);
    },
  );

  test('group names are unique without case, and found so', async () => {
    const { id } = await tenant.newGroup({ displayName: 'Ingénieurs' });
    const { status, json } = await tenant.post('/Groups', {
      schemas: ['urn:ietf:params:scim:schemas:core:2.0:Group'],
      displayName: 'INGE\u0301NIEURS',
    });
    expect([status, json.scimType]).toEqual([409, 'uniqueness']);
    expect(await tenant.find('/Groups', 'displayName eq "ingénieurs"')).toEqual([id]);
    expect(await tenant.find('/Groups', 'displayName eq "ingenieurs"')).toEqual([]);
  });

  test('a name of 1,000 characters is kept whole', async () => {
    const displayName = 'ß👩‍🚀'.repeat(160);
    const { id } = await tenant.newUser({ displayName });
    expect((await tenant.get(`/Users/${id}`)).json.displayName).toBe(displayName);
    expect(await tenant.find('/Users', `displayName eq ${quoted(displayName)}`)).toEqual([id]);
  });

  test.each([
    ['userName', { userName: `${'a'.repeat(257)}@x.io` }],
    ['displayName', { userName: 'long@x.io', displayName: 'a'.repeat(2_001) }],
    ['externalId', { userName: 'long@x.io', externalId: 'a'.repeat(256) }],
    ['emails.value', { userName: 'long@x.io', emails: [{ value: 'a'.repeat(321) }] }],
    ['title', { userName: 'long@x.io', title: 'a\u0000b' }],
  ])('%s that is too long or holds a control character is 400 invalidValue', async (attribute, body) => {
    const { status, json } = await tenant.post('/Users', {
      schemas: ['urn:ietf:params:scim:schemas:core:2.0:User'],
      ...body,
    });
    expect([status, json.scimType]).toEqual([400, 'invalidValue']);
    expect(json.detail).toContain(`"${attribute}"`);
  });
});

describe('What names a person or a group can be seen', () => {
  const USER = 'urn:ietf:params:scim:schemas:core:2.0:User';
  const GROUP = 'urn:ietf:params:scim:schemas:core:2.0:Group';
  const hidden = [
    '\u{200b}',
    '\u{200d}',
    '\u{202e}',
    '\u{2066}',
    '\u{61c}',
    '\u{ad}',
    '\u{feff}',
    '\u{85}',
    '\u{2028}',
    '\n',
    '\t',
  ];

  test.each(hidden)('a userName, an e-mail or the name of a group with %j is 400 invalidValue', async (character) => {
    const name = `ad${character}a@example.com`;
    const { id, userName } = await tenant.newUser();
    const answers = [
      await tenant.post('/Users', { schemas: [USER], userName: name }),
      await tenant.post('/Users', { schemas: [USER], userName: 'seen@example.com', emails: [{ value: name }] }),
      await tenant.put(`/Users/${id}`, { schemas: [USER], userName: name }),
      await tenant.patch(`/Users/${id}`, [{ op: 'replace', path: 'userName', value: name }]),
      await tenant.patch(`/Users/${id}`, [{ op: 'add', path: 'emails[type eq "work"].value', value: name }]),
      await tenant.post('/Groups', { schemas: [GROUP], displayName: name }),
    ];
    expect(answers.map(({ status, json }) => [status, json.scimType])).toEqual(
      answers.map(() => [400, 'invalidValue']),
    );
    expect((await tenant.get(`/Users/${id}`)).json).toMatchObject({ userName, meta: { version: 'W/"1"' } });
  });

  test.each(['\u{a0}', '\u{3000}', '\u{2003}', '\u{e000}', '\u{ffff}'])(
    'nobody gets a userName or an e-mail that looks like that of somebody else by %j',
    async (character) => {
      const { userName } = await tenant.newUser();
      const emails = [{ value: `ada${character}@example.com` }];
      const answers = [
        await tenant.post('/Users', { schemas: [USER], userName: `${userName}${character}` }),
        await tenant.post('/Users', { schemas: [USER], userName: 'twin@example.com', emails }),
      ];
      expect(answers.map(({ status, json }) => [status, json.scimType])).toEqual(
        answers.map(() => [400, 'invalidValue']),
      );
    },
  );

  test('joiners that spelling needs are taken, and those of emoji in the names of groups', async () => {
    for (const userName of ['نامه\u{200c}ای@example.com', 'क्\u{200d}ष@example.com'])
      expect((await tenant.newUser({ userName })).userName).toBe(userName);
    const displayName = '👩\u{200d}🚀 crew ❤\u{fe0f}';
    expect((await tenant.newGroup({ displayName })).displayName).toBe(displayName);
  });
});
