import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { AdminsService } from '../../src/access/admins/admins.service.js';
import { OPERATOR } from '../../src/events/actor.js';
import { Admin, PASSWORD, tokenIn } from '../support/admin.js';
import { Authenticator } from '../support/authenticator.js';
import { Muster } from '../support/muster.js';
import type { ApiAnswer } from '../support/person.js';
import { ALLOWED } from '../support/webhook-scene.js';

let muster: Muster;
let operator: Admin;
let organizationId: string;
beforeAll(async () => {
  muster = await Muster.start(ALLOWED);
  operator = await Admin.of(muster, null);
  organizationId = await muster.newOrganization();
});
afterAll(() => muster.stop());

const at = (path: string) => `/organizations/${organizationId}${path}`;
let serial = 0;
const email = () => `visible${(serial += 1)}@acme.example`;
const schemaNamed = (name: string) => ({
  id: `urn:example:visible:${(serial += 1)}`,
  name,
  attributes: [{ name: 'badge', type: 'string' }],
});
const url = 'http://127.0.0.1:9/events';

/** Each place where somebody names something that others read in the console, in mails or in terminals. */
const PLACES: Readonly<Record<string, (name: string) => Promise<ApiAnswer>>> = {
  'a new organization': (name) => operator.post('/organizations', { name }),
  'an organization that is renamed': (name) => operator.send('PATCH', at(''), { name }),
  'a SCIM key': (label) => operator.post(at('/keys'), { label }),
  'an application key': (label) => operator.post(at('/application-keys'), { label }),
  'a webhook': (label) => operator.post(at('/webhooks'), { url, label }),
  'a webhook that is changed': async (label) => {
    const { json } = await operator.post(at('/webhooks'), { url, label: 'HR' });
    return operator.send('PATCH', at(`/webhooks/${json.webhook.id}`), { label });
  },
  'an invited admin': (name) => operator.post('/admins', { email: email(), name, organizationId }),
  'an admin who joins': async (name) => {
    const who = { email: email(), name: 'Ada', organizationId };
    const { url: link } = await muster.app.get(AdminsService).invite(who, OPERATOR);
    return new Admin(muster.url).post('/welcome', { token: tokenIn(link), name, password: PASSWORD });
  },
  'a token': (label) => operator.post('/me/tokens', { label }),
  'a passkey': async (label) => {
    const phone = new Authenticator('https://muster.example');
    const response = phone.make((await operator.post('/me/passkeys/options')).json);
    return operator.post('/me/passkeys', { label, response });
  },
  'a role': (displayName) => operator.post(at('/roles'), { displayName }),
  'an extension': (name) => operator.post(at('/extensions'), { resourceType: 'User', schema: schemaNamed(name) }),
  'an entitlement': (displayName) => operator.post(at('/entitlements'), { displayName }),
};
const HIDDEN: readonly (readonly [string, string])[] = [
  ['a right-to-left override', 'Ac\u{202e}me'],
  ['an isolate', 'Ac\u{2066}me'],
  ['a zero-width space', 'Ac\u{200b}me'],
  ['a word joiner', 'Ac\u{2060}me'],
  ['a line separator', 'Ac\u{2028}me'],
  ['an escape sequence', 'Ac\u{1b}[31mme'],
  ['a C1 control', 'Ac\u{9b}31mme'],
  ['a tag', 'Ac\u{e0041}me'],
  ['half a character', 'Ac\u{d83d}me'],
];

test('A set-up whose organization has no legible name makes nobody an operator, and can be sent again', async () => {
  const own = await Muster.start();
  const admin = new Admin(own.url);
  const token = tokenIn((await own.app.get(AdminsService).setUpUrl())!);
  const who = { token, email: email(), name: 'Ada', password: PASSWORD };
  expect((await admin.post('/setup', { ...who, organizationName: 'Ac\u{202e}me' })).status).toBe(400);
  expect((await admin.post('/setup', { ...who, organizationName: 'Acme' })).status).toBe(201);
  await own.stop();
});

describe.each(Object.keys(PLACES))('The name of %s', (place) => {
  test.each(HIDDEN)('has no character that cannot be seen: %s', async (_what, name) => {
    const { status, json } = await PLACES[place]!(name);
    expect([status, json.reason ?? json.scimType]).toEqual([400, expect.stringMatching(/^invalid/)]);
    expect(JSON.stringify(json)).not.toContain('Ac');
  });

  test('has letters of all scripts, and emoji', async () => {
    for (const name of [`Zoë नमस्ते שלום ${serial}`, `👩‍💻 Ops ✈️ ${serial}`])
      expect((await PLACES[place]!(name)).status).toBeLessThan(300);
  });
});
