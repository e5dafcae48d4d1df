import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { Admin, PASSWORD } from '../support/admin.js';
import { CLIENT, Issuer } from '../support/issuer.js';
import { Muster } from '../support/muster.js';
import { confirmed, newCompany } from '../support/organization.js';

let issuer: Issuer;
beforeAll(async () => {
  issuer = await Issuer.start();
});
afterAll(() => issuer.stop());

/** The cookies that a server sets on the ways that there are. */
async function cookiesAt(publicUrl: string): Promise<{ lines: string[]; organizationId: string }> {
  const environment = { OIDC_ISSUER: issuer.url, OIDC_CLIENT_ID: CLIENT.id, OIDC_CLIENT_SECRET: CLIENT.secret };
  const muster = await Muster.start({ PUBLIC_URL: publicUrl, ...environment });
  try {
    const company = await newCompany(muster);
    const { organizationId } = company.okta;
    const { email } = await Admin.of(muster, null);
    const post = (path: string, body: object, cookie = '') =>
      fetch(`${muster.url}/api/v1${path}`, {
        method: 'POST',
        headers: { 'Content-Type': 'application/json', Cookie: cookie },
        body: JSON.stringify(body),
      });
    const signIn = await post('/session', { email, password: PASSWORD });
    const begin = await fetch(`${muster.url}/api/v1/session/openid-connect`, { redirect: 'manual' });
    const { person } = await confirmed(muster, company);
    expect((await person.get('/me')).status).toBe(200);
    const [name, value] = person.cookie.split('=') as [string, string];
    // What a neighbour below the same domain could set counts for nothing where the name promises more.
    const planted = await fetch(`${muster.url}/api/v1/organizations/${organizationId}/me`, {
      headers: { Cookie: `muster_session=${value}` },
    });
    expect(planted.status).toBe(name === 'muster_session' ? 200 : 401);
    const answer = await person.signIn();
    expect(answer.status).toBe(201);
    const lines = [...signIn.headers.getSetCookie(), ...begin.headers.getSetCookie(), `${person.cookie}; …`];
    return { lines, organizationId };
  } finally {
    await muster.stop();
  }
}
const partsOf = (line: string) => ({ name: line.split('=')[0], path: /; Path=([^;]+)/.exec(line)?.[1] });

describe('Cookies', () => {
  test('are bound to the host, or to TLS and a path, where PUBLIC_URL is https', async () => {
    const { lines } = await cookiesAt('https://muster.example/below');
    expect(lines.map(partsOf)).toEqual([
      { name: '__Host-muster_admin', path: '/' },
      { name: '__Host-muster_device', path: '/' },
      { name: '__Host-muster_attempt', path: '/' },
      { name: '__Secure-muster_session', path: undefined },
    ]);
    for (const line of lines.slice(0, 3)) expect(line).toMatch(/; HttpOnly; Secure; SameSite=(Strict|Lax)$/);
    for (const line of lines) expect(line).not.toContain('Domain');
  });

  test('have the path alone where PUBLIC_URL is http, as browsers take no such names there', async () => {
    const { lines } = await cookiesAt('http://localhost:3000/below');
    expect(lines.map(partsOf)).toEqual([
      { name: 'muster_admin', path: '/below/api/v1' },
      { name: 'muster_device', path: '/below/api/v1/session' },
      { name: 'muster_attempt', path: '/below/api/v1/session/openid-connect' },
      { name: 'muster_session', path: undefined },
    ]);
    for (const line of lines) expect(line).not.toContain('Secure');
  });

  test('of a member have the path of the organization, by https too', async () => {
    const muster = await Muster.start();
    const company = await newCompany(muster);
    const { person } = await confirmed(muster, company);
    const line = (await sessionLine(muster, person))!;
    expect(line).toMatch(/^__Secure-muster_session=/);
    expect(line).toContain(`; Path=/api/v1/organizations/${company.okta.organizationId};`);
    expect(line).toMatch(/HttpOnly; Secure; SameSite=Strict$/);
    await muster.stop();
  });
});

/** Signing out clears the cookie with the bounds that it has. */
async function sessionLine(muster: Muster, person: { cookie: string; organizationId: string }) {
  const response = await fetch(`${muster.url}/api/v1/organizations/${person.organizationId}/sessions/current`, {
    method: 'DELETE',
    headers: { 'Content-Type': 'application/json', Cookie: person.cookie },
  });
  expect(response.status).toBe(204);
  return response.headers.getSetCookie()[0];
}
