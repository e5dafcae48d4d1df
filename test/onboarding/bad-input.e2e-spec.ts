import { beforeAll, describe, expect, test } from '@jest/globals';
import { withMuster } from '../support/muster.js';
import { type Company, newCompany } from '../support/organization.js';

const muster = withMuster();
let company: Company;
beforeAll(async () => {
  company = await newCompany(muster);
});

const JSON_BODY = { 'Content-Type': 'application/json' };
const send = (path: string, headers: Record<string, string>, body: string) =>
  fetch(`${muster.url}/api/v1/organizations/${company.okta.organizationId}${path}`, { method: 'POST', headers, body });

describe('A request for people that cannot be read', () => {
  test.each<[string, number, Record<string, string>, string]>([
    ['is no JSON', 400, JSON_BODY, '{"token":'],
    ['is a form, as other sites can send it', 415, { 'Content-Type': 'application/x-www-form-urlencoded' }, 'token=x'],
    ['is text, as other sites can send it', 415, { 'Content-Type': 'text/plain' }, '{"token":"x"}'],
    ['is too large', 413, JSON_BODY, JSON.stringify({ token: 'x'.repeat(100_000) })],
    ['has nothing in it', 400, JSON_BODY, '{}'],
    ['is a list', 400, JSON_BODY, '[]'],
    ['is nothing', 400, JSON_BODY, 'null'],
    ['has more than belongs in it', 400, JSON_BODY, JSON.stringify({ token: 'x'.repeat(43), more: 1 })],
  ])('because it %s is told so: %i', async (_what, status, headers, body) => {
    const answer = await send('/links/0192f0c1-2d3e-7f40-8a51-0123456789ab/open', headers, body);
    expect([answer.status, answer.headers.get('content-type')]).toEqual([
      status,
      'application/problem+json; charset=utf-8',
    ]);
    expect(await answer.json()).toMatchObject({ status, reason: expect.any(String), detail: expect.any(String) });
  });

  test('of another organization, or of none, finds nothing', async () => {
    for (const organization of ['x', '0192f0c1-2d3e-7f40-8a51-0123456789ab', "' OR 1=1 --"]) {
      const base = `${muster.url}/api/v1/organizations/${encodeURIComponent(organization)}`;
      const me = await fetch(`${base}/me`, { headers: { Cookie: company.admin.cookie } });
      expect(me.status).toBe(401);
      const link = await fetch(`${base}/sign-in-links`, {
        method: 'POST',
        headers: JSON_BODY,
        body: JSON.stringify({ address: 'boss@acme.example' }),
      });
      expect(link.status).toBe(202);
    }
    const mails = await muster.rows("SELECT id FROM outbox WHERE topic LIKE 'sign-in:%'");
    expect(mails).toEqual([]);
  });

  test('with the session of another organization is signed out', async () => {
    const other = await newCompany(muster);
    for (const path of ['/me', '/me/key', '/members', '/key-log']) {
      const answer = await fetch(`${muster.url}/api/v1/organizations/${company.okta.organizationId}${path}`, {
        headers: { Cookie: other.admin.cookie },
      });
      expect([path, answer.status]).toEqual([path, 401]);
    }
  });

  test("with another organization's member is a 404 like any other", async () => {
    const other = await newCompany(muster);
    const unknown = '0192f0c1-2d3e-7f40-8a51-0123456789ab';
    for (const action of ['resend', 'revoke', 'restore', 'invite']) {
      const [foreign, missing] = [
        await company.admin.post(`/members/${other.adminId}/${action}`),
        await company.admin.post(`/members/${unknown}/${action}`),
      ];
      expect([action, foreign]).toEqual([action, missing]);
      expect(foreign.status).toBe(404);
    }
    expect((await company.admin.send('DELETE', `/members/${other.adminId}`)).status).toBe(404);
    expect((await other.admin.get('/me')).json.status).toBe('confirmed');
  });
});
