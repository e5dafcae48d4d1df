import { beforeAll, describe, expect, test } from '@jest/globals';
import { OPERATOR } from '../../src/events/actor.js';
import { OrganizationsService } from '../../src/organizations/organizations.service.js';
import { ScimKeysService } from '../../src/scim-auth/scim-keys.service.js';
import { withMuster, withTenant } from '../support/muster.js';
import { muster as command, ServerProcess } from '../support/process.js';
import { ScimClient } from '../support/scim-client.js';

interface Printed {
  sequence: number;
  time: string;
  type: string;
  resourceId: string;
  actor: { kind: string; id?: string };
  data: Record<string, unknown>;
}

const muster = withMuster();
const tenant = withTenant(muster);
let environment: Record<string, string>;
let userId: string;
let all: Printed[];
beforeAll(async () => {
  environment = { DATABASE_URL: muster.database.url };
  ({ id: userId } = await tenant.newUser({ displayName: 'Quote " and, comma' }));
  await tenant.newGroup({ members: [{ value: userId }] });
  await tenant.patch(`/Users/${userId}`, [{ op: 'replace', path: 'active', value: false }]);
  await muster.app
    .get(ScimKeysService)
    .create(tenant.organizationId, { label: '=HYPERLINK("http://x")', lifetime: 60_000 }, OPERATOR);
  all = await exported();
});

const audit = (...words: string[]) =>
  command(['audit', words[0]!, tenant.organizationId, ...words.slice(1)], environment);
async function exported(...words: string[]): Promise<Printed[]> {
  const { code, stdout, stderr } = await audit('export', ...words);
  if (code !== 0) throw new Error(stderr);
  return stdout
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as Printed);
}
const verified = async (...words: string[]) => {
  const { code, stdout } = await audit('verify', '--json', ...words);
  return { code, ...(JSON.parse(stdout) as { ok: boolean; verifiedTo: string; sequence?: number; events: number }) };
};

describe('muster audit export', () => {
  test('prints every event once, oldest first, with who did it', () => {
    expect(all.map(({ sequence }) => sequence)).toEqual(all.map((_, index) => index + 1));
    expect(all[0]).toMatchObject({ type: 'organization.created', actor: { kind: 'operator' }, requestId: null });
    expect(all.find(({ type }) => type === 'user.created')).toMatchObject({
      resourceType: 'User',
      resourceId: userId,
      actor: { kind: 'key', id: tenant.keyId },
      data: { attributes: { displayName: 'Quote " and, comma' } },
      hash: expect.stringMatching(/^[0-9a-f]{64}$/),
    });
  });

  test.each<[string, () => string[], (event: Printed) => boolean]>([
    ['after a sequence number', () => ['--after', '3'], ({ sequence }) => sequence > 3],
    ['of types', () => ['--type', 'user.*,key.created'], ({ type }) => /^user\.|^key\.created$/.test(type)],
    ['of a key', () => ['--actor', tenant.keyId], ({ actor }) => actor.id === tenant.keyId],
    ['of operators', () => ['--actor', 'operator'], ({ actor }) => actor.kind === 'operator'],
    ['about a person', () => ['--resource', userId], ({ resourceId }) => resourceId === userId],
    ['from a time', () => ['--from', all[3]!.time], ({ time }) => time >= all[3]!.time],
    ['before a time', () => ['--to', all[3]!.time], ({ time }) => time < all[3]!.time],
    ['from a time to come', () => ['--from', '2100-01-01T00:00:00Z'], () => false],
  ])('prints those %s', async (_name, words, isWanted) => {
    expect(await exported(...words())).toEqual(all.filter(isWanted));
  });

  test('prints CSV that a spreadsheet does not compute', async () => {
    const { stdout } = await audit('export', '--format', 'csv', '--type', 'user.created,key.created');
    const lines = stdout.split('\r\n');
    expect(lines[0]).toBe(
      'sequence,id,time,type,resourceType,resourceId,actorKind,actorId,actorLabel,requestId,data,hash',
    );
    expect(lines).toHaveLength(5);
    expect(stdout).toContain('"{""attributes"":{');
    const { key } = await muster.app
      .get(ScimKeysService)
      .create(tenant.organizationId, { label: '=1+1', lifetime: 60_000 }, OPERATOR);
    await muster.client(tenant.organizationId, key).newUser();
    const named = await audit('export', '--format', 'csv');
    expect(named.stdout).toContain(",'=1+1,");
    expect(named.stdout).not.toMatch(/,=/);
  }, 90_000);
});

describe('muster audit list', () => {
  test('prints the newest first, as many as asked for', async () => {
    const { stdout } = await audit('list', '--limit', '2', '--type', 'user.*', '--json');
    expect(JSON.parse(stdout)).toEqual((await exported('--type', 'user.*')).slice(-2).toReversed());
    const table = (await audit('list')).stdout.split('\n');
    expect(table[0]).toMatch(/^sequence +time +type/);
    expect(table.length).toBeGreaterThan(all.length);
  }, 90_000);

  test.each([
    [['--type', 'nonsense'], 'types has to be'],
    [['--from', 'yesterday'], 'Write it like'],
    [['--after', '-1'], 'It is a whole number'],
  ])('refuses %j with one sentence', async (words, sentence) => {
    const { code, stdout, stderr } = await audit('list', ...words);
    expect([code === 0, stdout]).toEqual([false, '']);
    expect(stderr).toContain(sentence);
    expect(stderr).not.toContain('    at ');
  });
});

describe('muster audit verify', () => {
  test('prints the head, by which it is proven later', async () => {
    const { code, ok, verifiedTo: head } = await verified();
    expect([code, ok]).toEqual([0, true]);
    await tenant.newUser();
    expect(await verified('--expect', head)).toMatchObject({ code: 0, ok: true });
    const other = `${head.slice(0, -1)}${head.endsWith('0') ? '1' : '0'}`;
    expect(await verified('--expect', other)).toMatchObject({ code: 1, ok: false, sequence: parseInt(head, 10) });
    expect((await audit('verify', '--expect', 'nonsense')).stderr).toContain('Write it as it was printed');
  }, 90_000);

  test('fails with the first event that was changed', async () => {
    const organizationId = await muster.newOrganization('Changed');
    await muster.app.get(OrganizationsService).setScimEnabled(organizationId, false, OPERATOR);
    await muster.rows("UPDATE events SET actor = '{}' WHERE organizationId = ? AND sequence = 2", [organizationId]);
    const { code, stdout } = await command(['audit', 'verify', organizationId], environment);
    expect(code).toBe(1);
    expect(stdout).toMatch(/^ok +false\nsequence +2\n/);
  });

  test('holds what two servers and the command line write at the same time', async () => {
    const servers = await Promise.all([0, 1].map(() => ServerProcess.start({ ...environment, LOG_LEVEL: 'fatal' })));
    try {
      const clients = servers.map(({ url }) => new ScimClient(`${url}/scim/v2/${tenant.organizationId}`, tenant.key));
      const written = Array.from({ length: 20 }, (_, index) => clients[index % 2]!.newUser());
      const commands = [1, 2].map(() => command(['key', 'create', tenant.organizationId], environment));
      await Promise.all([...written, ...commands, tenant.newUser()]);
      expect(await verified()).toMatchObject({ code: 0, ok: true });
    } finally {
      await Promise.all(servers.map((server) => server.kill('SIGTERM')));
    }
  }, 90_000);
});
