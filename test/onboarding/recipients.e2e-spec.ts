import { beforeAll, describe, expect, test } from '@jest/globals';
import { armor } from 'age-encryption';
import { withMuster } from '../support/muster.js';
import { openApiOf, operationsBelow } from '../support/openapi.js';
import { accepted, assigned, type Company, confirmed, newCompany } from '../support/organization.js';
import { type ApiAnswer, partsOf } from '../support/person.js';
import type { AnyJson } from '../support/scim-client.js';

const GOOD = 'age1lggyhqrw2nlhcxprm67z43rta597azn8gknawjehu9d9dl0jq3yqqvfafg';
const BAD: [string, unknown][] = [
  ['whose checksum is wrong', `${GOOD.slice(0, -1)}q`],
  ['that has a letter of Bech32 too much', `${GOOD}q`],
  ['in upper case', GOOD.toUpperCase()],
  ['that is the point zero', 'age1qqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqq5cu47z'],
  ['that is a point of small order', 'age1ur4h5lpmgxu2u9jku0a0r87ydtdqnr0tnsetrlvxvgz3vh6fhqqqzyt4v9'],
  ['that is no text', 7],
  ['that is a list', [GOOD]],
  ['that is null', null],
];

const muster = withMuster();
let company: Company;
beforeAll(async () => {
  company = await newCompany(muster);
});

/** Each body with a recipient in it: sends it with another one. */
const DOORS: Record<string, (recipient: unknown) => Promise<ApiAnswer>> = {
  'post links/{linkId}/accept recipient': async (recipient) => {
    const { person, link } = await assigned(muster, company);
    const { linkId, token } = partsOf(await link());
    return person.post(`/links/${linkId}/accept`, { token, ...(await person.newKey()), recipient });
  },
  'post links/{linkId}/accept organizationKey.recipient': async (recipient) => {
    const { person, link } = await assigned(muster, company);
    const { linkId, token } = partsOf(await link());
    const key = await person.newKey(true);
    return person.post(`/links/${linkId}/accept`, {
      token,
      ...key,
      organizationKey: { ...key.organizationKey, recipient },
    });
  },
  'post sessions/challenge recipient': (recipient) => company.admin.post('/sessions/challenge', { recipient }),
  'post sessions recipient': (recipient) => company.admin.post('/sessions', { recipient, answer: '0'.repeat(64) }),
  'put me/key recipient': async (recipient) => {
    const { person } = await accepted(muster, company);
    const replaces = person.recipient;
    return person.send('PUT', '/me/key', { ...(await person.newKey()), recipient, replaces });
  },
  'post key-rotations recipient': (recipient) =>
    company.admin.post('/key-rotations', { recipient, keyVersion: 2, wrappedKeys: [] }),
};

describe('A recipient', () => {
  test('comes in by these doors, and no others', async () => {
    const document = await openApiOf(muster);
    const found = operationsBelow(document, '/api/v1').flatMap(({ path, method, operation }) => {
      const schema = operation.requestBody?.content['application/json']?.schema;
      const place = `${method} ${path.replace('/organizations/{organizationId}/', '')}`;
      return namesIn(schema, document.components.schemas).map((name) => `${place} ${name}`);
    });
    expect(found.toSorted()).toEqual(Object.keys(DOORS).toSorted());
  });

  describe.each(Object.entries(DOORS))('at %s', (_door, send) => {
    test.each(BAD)('%s is refused with a sentence, and nothing is changed', async (_what, recipient) => {
      const { status, json } = await send(recipient);
      expect([status, json.detail]).toEqual([400, expect.stringContaining('ecipient')]);
      expect(await muster.rows('SELECT userId FROM member_keys WHERE recipient = ?', [String(recipient)])).toEqual([]);
      expect(await muster.rows('SELECT version FROM organization_keys')).toHaveLength(1);
    });
  });

  test('of the OpenAPI document can be used as it stands', async () => {
    const { components }: AnyJson = await openApiOf(muster);
    const { example } = components.schemas.ChallengeBody.properties.recipient;
    const { status, json } = await company.admin.post('/sessions/challenge', { recipient: example });
    expect([status, json.challenge]).toEqual([200, expect.stringContaining('AGE ENCRYPTED FILE')]);
    const { recipient, protectedIdentity } = components.schemas.AcceptBody.properties;
    const { person, link } = await assigned(muster, company);
    const { linkId, token } = partsOf(await link());
    const body = { token, recipient: recipient.example, protectedIdentity: protectedIdentity.example };
    expect((await person.post(`/links/${linkId}/accept`, body)).status).toBe(201);
  });

  test('that was taken once and is none can be replaced by its owner', async () => {
    const { id, person } = await accepted(muster, company);
    await muster.rows('UPDATE member_keys SET recipient = ? WHERE userId = ?', [BAD[0]![1], id]);
    const change = { ...(await person.newKey()), replaces: BAD[0]![1] };
    expect((await person.send('PUT', '/me/key', change)).json).toEqual({ status: 'accepted' });
    await company.admin.confirm(id);
    expect(await person.opensKey()).toBe(true);
  });
});

const ageFile = (text: string) => armor.encode(new TextEncoder().encode(text));
const B43 = 'A'.repeat(43);
const header = (stanza: string) => `age-encryption.org/v1\n${stanza}\n${B43}\n--- ${B43}\n`;
const PAYLOAD = 'x'.repeat(60);

describe('An age file', () => {
  test.each([
    ['without a salt', header('-> scrypt  18') + PAYLOAD],
    ['with a salt that is too short', header('-> scrypt AAAA 18') + PAYLOAD],
    ['that asks for more work than age does', header(`-> scrypt ${'A'.repeat(22)} 30`) + PAYLOAD],
    ['for two recipients', header(`-> scrypt ${'A'.repeat(22)} 18\n${B43}\n-> X25519 ${B43}`) + PAYLOAD],
    ['for a recipient and no passphrase', header(`-> X25519 ${B43}`) + PAYLOAD],
    ['with nothing in it', header(`-> scrypt ${'A'.repeat(22)} 18`)],
    ['without a header', PAYLOAD],
  ])('%s is no protected identity', async (_what, text) => {
    const { person } = await confirmed(muster, company);
    const { recipient } = person;
    const change = { ...(await person.newKey()), protectedIdentity: ageFile(text), replaces: recipient };
    const { status, json } = await person.send('PUT', '/me/key', change);
    expect([status, json.detail]).toEqual([400, expect.stringContaining('protectedIdentity')]);
    expect((await person.get('/me')).json).toMatchObject({ status: 'confirmed', recipient });
  });
});

/** Paths of all properties called `recipient`, through references. */
function namesIn(schema: AnyJson, schemas: AnyJson): string[] {
  if (!schema) return [];
  if (schema.$ref) return namesIn(schemas[schema.$ref.split('/').at(-1)], schemas);
  const parts: AnyJson[] = [...(schema.allOf ?? []), schema.items];
  return [
    ...parts.flatMap((part) => namesIn(part, schemas)),
    ...Object.entries(schema.properties ?? {}).flatMap(([name, property]) =>
      name === 'recipient' ? [name] : namesIn(property, schemas).map((path) => `${name}.${path}`),
    ),
  ];
}
