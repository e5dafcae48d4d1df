import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, expect, test } from '@jest/globals';
import { ApplicationKeysService } from '../../src/scim-auth/application-keys/application-keys.service.js';
import { AuditRetention } from '../../src/history/audit/audit-retention.js';
import { OPERATOR } from '../../src/events/actor.js';
import { MembersService } from '../../src/onboarding/members.service.js';
import { OrganizationsService } from '../../src/organizations/organizations.service.js';
import { FailedAuthenticationRecorder } from '../../src/history/requests/failed-authentication-recorder.js';
import { ScimKeysService } from '../../src/scim-auth/scim-keys.service.js';
import { withMuster } from '../support/muster.js';
import { unquoted } from '../support/organization-scopes.js';
import { assigned, type Company, confirmed, newCompany } from '../support/organization.js';
import { partsOf } from '../support/person.js';

/** What would change an event, or the chain otherwise than by its next link. */
const CHANGES_EVENTS =
  /\b(UPDATE|DELETE FROM|REPLACE INTO|TRUNCATE( TABLE)?) events\b|UPDATE event_sequences SET (?!lastHash = SHA2)|DELETE FROM event_sequences/i;
const HOLDS_EVENTS = /(\w+): Repository<(?:StoredEvent|EventSequence)>/g;
const PASSWORD = 'Corr3ct-horse-battery';
const DAY_MS = 86_400_000;

const muster = withMuster();
let company: Company;
beforeAll(async () => {
  company = await newCompany(muster);
});

/** All that makes events, and the secrets that had a part in it. */
async function everything(): Promise<string[]> {
  const { okta, admin } = company;
  const { organizationId } = okta;
  const { id: keyId, key } = await muster.newKey(organizationId);
  const application = await muster.app.get(ApplicationKeysService).create(organizationId, 'HR', 60_000, OPERATOR);
  const headers = { 'User-Agent': 'Okta SCIM Client 1.0.0' };
  await muster.client(organizationId, key).get('/Users?count=0', headers);
  const { id, person, link } = await assigned(muster, company, { password: PASSWORD });
  const invitation = await link();
  await okta.patch(`/Users/${id}`, [{ op: 'replace', value: { password: PASSWORD, title: 'Engineer' } }]);
  await person.accept(invitation);
  await admin.confirm(id);
  const { id: group } = await okta.newGroup({ members: [{ value: id }] });
  await okta.patch(`/Groups/${group}`, [{ op: 'remove', path: 'members' }]);
  await okta.patch(`/Users/${id}`, [{ op: 'replace', path: 'active', value: false }]);
  const second = await confirmed(muster, company);
  await muster.app.get(MembersService).resetKey(organizationId, second.id, OPERATOR);
  await okta.delete(`/Users/${second.id}`);
  await muster.app.get(ScimKeysService).retire(organizationId, keyId, Date.now() + DAY_MS, OPERATOR);
  await muster.app.get(ScimKeysService).revoke(organizationId, keyId, OPERATOR);
  await muster.app.get(ApplicationKeysService).revoke(organizationId, application.id, OPERATOR);
  await muster.app.get(OrganizationsService).changeSettings(organizationId, { seatLimit: 100 }, OPERATOR);
  await muster.client(organizationId, key).get('/Users', headers);
  await muster.app.get(FailedAuthenticationRecorder).flush();
  const cookies = [person.cookie, admin.cookie, second.person.cookie].map((cookie) => cookie.split('=')[1]!);
  const secrets = [key, application.key].map((text) => text.split('_')[3]!);
  return [PASSWORD, ...secrets, ...cookies, partsOf(invitation).token, person.identity, admin.organizationIdentity];
}

test('Nothing but retention changes or removes an event, and no event has a secret', async () => {
  let secrets: string[] = [];
  const statements = await muster.statements.allDuring(async () => {
    secrets = await everything();
  });
  expect(statements.length).toBeGreaterThan(100);
  expect(statements.map(({ text }) => unquoted(text)).filter((text) => CHANGES_EVENTS.test(text))).toEqual([]);
  const rows = await muster.rows<Record<string, unknown>>('SELECT * FROM events');
  const text = rows.map((row) => Object.values(row).map(String).join(' ')).join('\n');
  const types = ['key.used', 'key.revoked', 'application_key.created', 'user.confirmed', 'user.key_reset'];
  for (const type of types) expect(text).toContain(type);
  expect(secrets.every((secret) => secret.length > 10)).toBe(true);
  for (const secret of secrets) expect(text).not.toContain(secret);
  expect(text).not.toMatch(/AGE-SECRET-KEY|BEGIN AGE/i);

  const removing = await muster.statements.allDuring(async () => {
    await muster.app
      .get(OrganizationsService)
      .changeSettings(company.okta.organizationId, { auditRetentionDays: 1 }, OPERATOR);
    expect(await muster.app.get(AuditRetention).trim(Date.now() + 2 * DAY_MS)).toBeGreaterThan(0);
  });
  expect(removing.filter(({ text: statement }) => CHANGES_EVENTS.test(unquoted(statement))).length).toBeGreaterThan(1);
});

test('No other file has a statement that would', async () => {
  const names = await readdir('src', { recursive: true });
  const changing: string[] = [];
  for (const name of names.filter((file) => file.endsWith('.ts') && !file.includes('migrations'))) {
    const text = (await readFile(join('src', name), 'utf8')).replace(/\s+/g, ' ');
    const repositories = [...text.matchAll(HOLDS_EVENTS)].map(([, repository]) => repository);
    const others = new RegExp(
      `of\\(this\\.(${repositories.join('|')})\\)(?! ?\\.(find\\w*|existsBy|minimum|insert)\\()`,
    );
    if (CHANGES_EVENTS.test(text) || (repositories.length > 0 && others.test(text))) changing.push(name);
  }
  expect(changing).toEqual([join('history', 'audit', 'audit.repository.ts')]);
});
