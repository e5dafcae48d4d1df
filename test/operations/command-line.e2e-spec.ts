import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { newDatabase, type TestDatabase } from '../support/database.js';
import { muster, ServerProcess } from '../support/process.js';

jest.setTimeout(120_000);

let database: TestDatabase;
let environment: Record<string, string>;
beforeAll(async () => {
  database = await newDatabase();
  environment = { DATABASE_URL: database.url, PUBLIC_URL: 'https://muster.example' };
});
afterAll(() => database.drop());

const json = async (...words: string[]) => {
  const { code, stdout, stderr } = await muster([...words, '--json'], environment);
  if (code !== 0) throw new Error(stderr);
  return JSON.parse(stdout);
};

describe('muster', () => {
  test('migrate --plan says what would run, migrate runs it, once', async () => {
    const { migrations } = await json('migrate', '--plan');
    expect(migrations.length).toBeGreaterThan(5);
    expect(await json('migrate')).toEqual({ migrations });
    expect(await json('migrate')).toEqual({ migrations: [] });
  });

  test('account: admins are invited, listed, get another password and are removed', async () => {
    const { id, link } = await json('account', 'create', 'ada@acme.example', '--name', 'Ada');
    expect(link).toMatch(/^https:\/\/muster\.example\/#\/welcome\?token=[\w-]{43}$/);
    const account = { id, email: 'ada@acme.example', name: 'Ada', organizationId: null, lastSignIn: null };
    expect(await json('account', 'list')).toEqual([account]);
    expect((await json('account', 'reset-password', 'ADA@acme.example')).link).not.toBe(link);
    await expect(json('account', 'reset-password', 'eve@evil.example')).rejects.toThrow('no admin with this e-mail');
    expect(await json('account', 'remove', id)).toEqual({ removed: id });
    expect(await json('account', 'list')).toEqual([]);
  });

  test('organization and key: the shapes that scripts rely on', async () => {
    const organization = await json('organization', 'create', 'Acme Ltd', '--enable-scim');
    expect(organization).toEqual({
      id: expect.any(String),
      name: 'Acme Ltd',
      scimUrl: `https://muster.example/scim/v2/${organization.id}`,
    });
    const key = await json(
      'key',
      'create',
      organization.id,
      '--label',
      'Okta',
      '--expires-in',
      '30d',
      '--profile',
      'strict',
    );
    expect(key).toEqual({
      id: expect.any(String),
      key: expect.stringMatching(new RegExp(`^muster_scim_${key.id}_[0-9A-Za-z]{49}$`)),
    });
    const [listed] = await json('key', 'list', organization.id);
    expect(listed).toMatchObject({ id: key.id, label: 'Okta', profile: 'strict', state: 'live' });
    expect(Date.parse(listed.expires) - Date.parse(listed.created)).toBe(30 * 86_400_000);
    expect(JSON.stringify(listed)).not.toContain(key.key);
    expect(await json('key', 'retire', organization.id, key.id, '--in', '2d')).toMatchObject({ state: 'retiring' });
    expect(await json('key', 'revoke', organization.id, key.id)).toMatchObject({ state: 'revoked' });
    expect(await json('organization', 'update', organization.id, '--disable-scim')).toMatchObject({
      scimEnabled: false,
    });
    expect(await json('organization', 'list')).toEqual([
      expect.objectContaining({ id: organization.id, scimEnabled: false }),
    ]);
    const { stdout } = await muster(['events', organization.id, '--json'], environment);
    const events = stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(events.map(({ sequence, type }) => [sequence, type])).toEqual([
      [1, 'organization.created'],
      [2, 'key.created'],
      [3, 'key.retired'],
      [4, 'key.revoked'],
      [5, 'organization.scim_disabled'],
    ]);
    expect(events[0]).toMatchObject({
      actor: { kind: 'operator' },
      organizationId: organization.id,
      resourceType: 'Organization',
    });
  });

  test.each([
    [['key', 'create', 'nobody'], 'There is no organization nobody'],
    [['key', 'list', 'nobody'], 'There is no organization nobody'],
    [['events', 'nobody'], 'There is no organization nobody'],
    [['organization', 'create', ' '], 'A name has 1 to 200 characters'],
    [['key', 'create', 'x', '--expires-in', 'soon'], 'Write it like'],
    [['organization', 'update', 'x'], 'nothing to change was given'],
    [['nonsense'], "unknown command 'nonsense'"],
  ])('%j fails with one sentence', async (words, sentence) => {
    const { code, stdout, stderr } = await muster(words, environment);
    expect([code === 0, stdout]).toEqual([false, '']);
    expect(stderr).toContain(sentence);
    expect(stderr).not.toContain('    at ');
  });

  test.each([['simulate', 'okta'], ['key', 'create'], ['organization']])(
    '%s %s --help explains itself',
    async (...words) => {
      const { code, stdout } = await muster([...words.filter(Boolean), '--help'], environment);
      expect([code, stdout.startsWith('Usage: muster')]).toEqual([0, true]);
    },
  );

  test('simulate okta ends with every line as expected, in both manners, and with 1 when the key is wrong', async () => {
    const server = await ServerProcess.start({ DATABASE_URL: database.url });
    const own = { ...environment, PUBLIC_URL: server.url };
    const { id, scimUrl } = JSON.parse(
      (await muster(['organization', 'create', 'Simulated', '--enable-scim', '--json'], own)).stdout,
    );
    const { key } = JSON.parse((await muster(['key', 'create', id, '--json'], own)).stdout);
    const good = await muster(['simulate', 'okta', '--url', scimUrl, '--key', key, '--people', '7', '--json'], own);
    const { steps, passed, failed } = JSON.parse(good.stdout);
    expect([good.code, failed, passed]).toEqual([0, 0, steps.length]);
    const bad = await muster(['simulate', 'okta', '--url', scimUrl, '--key', 'wrong'], own);
    expect([bad.code, bad.stdout]).toEqual([1, expect.stringContaining('Wanted 200, got 401')]);
    await server.kill('SIGTERM');
    const nobody = await muster(['simulate', 'okta', '--url', scimUrl, '--key', key], own);
    expect([nobody.code, nobody.stderr]).toEqual([2, expect.stringContaining('No answer from')]);
  }, 60_000);
});
