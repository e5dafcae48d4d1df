import { readdirSync, readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { Muster, type Tenant } from '../support/muster.js';
import { muster as command } from '../support/process.js';

/** What a terminal obeys, or shows in another order than it is written; line feeds end the lines of the command itself. */
const OBEYED = /(?!\n)[\p{Cc}\p{Zl}\p{Zp}\p{Bidi_Control}]/u;
const HOSTILE = 'Ada \u{9b}31m\u{2028}\u{2029}\u{202e}\u{2066}\u{85}\u{61c}x';
let server: Muster;
let tenant: Tenant;
beforeAll(async () => {
  server = await Muster.start();
  tenant = await server.newTenant();
  const { id } = await tenant.newUser({
    displayName: HOSTILE,
    title: HOSTILE,
    addresses: [{ formatted: `a\nb\t${HOSTILE}` }],
  });
  await tenant.patch(`/Users/${id}`, [{ op: 'replace', path: 'nickName', value: HOSTILE }]);
});
afterAll(() => server.stop());

test.each([
  ['events'],
  ['events', '--json'],
  ['export'],
  ['member', 'list'],
  ['audit', 'export'],
  ['audit', 'export', '--format', 'csv'],
])('muster %s %s %s prints no name that a terminal obeys', async (...words) => {
  const at = words.length === 1 || words[0] === 'events' ? 1 : 2;
  const given = [...words.slice(0, at), tenant.organizationId, ...words.slice(at)];
  const environment = { DATABASE_URL: server.database.url, PUBLIC_URL: 'https://muster.example' };
  const { code, stdout, stderr } = await command(given, environment);
  expect([code, stderr]).toEqual([0, '']);
  expect(stdout.length).toBeGreaterThan(0);
  expect(OBEYED.exec(stdout.replaceAll('\r\n', '\n'))).toBeNull();
});

test('commands print by the one module that escapes', () => {
  const files = readdirSync('src/tools/cli').filter((file) => file.endsWith('.ts') && file !== 'print.ts');
  const printing = files.filter((file) =>
    /console\.\w+\(|process\.std(?:out|err)\.write/.test(readFileSync(`src/tools/cli/${file}`, 'utf8')),
  );
  expect(files.length).toBeGreaterThan(20);
  expect(printing).toEqual([]);
});
