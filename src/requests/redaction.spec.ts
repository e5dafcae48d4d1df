import { describe, expect, test } from '@jest/globals';
import { MAX_BODY, redactedBody, redactedText } from './redaction.js';

const secretNames = new Set(['password', 'pin']);
const redacted = (body: unknown) => JSON.parse(redactedBody(body, secretNames)) as unknown;

describe('A body is kept without', () => {
  test.each<[string, unknown]>([
    ['an attribute', { userName: 'a', password: 'hunter2' }],
    ['an attribute in another case', { PassWord: 'hunter2' }],
    ['an attribute of its schema', { 'urn:ietf:params:scim:schemas:core:2.0:User:password': 'hunter2' }],
    ['an attribute of an extension', { 'urn:acme:User': { pin: ['hunter2'] } }],
    ['an attribute that nobody defined', { passwd: { value: 'hunter2' } }],
    ['what is at a path', { Operations: [{ op: 'replace', path: 'password', value: 'hunter2' }] }],
    [
      'what is at a path, by another client',
      { Operations: [{ Op: 'Replace', Path: 'User:PIN', Value: { x: 'hunter2' } }] },
    ],
    ['what a path looks for', { Operations: [{ op: 'remove', path: 'x[pin eq "hunter2"].y' }] }],
    ['what a PATCH has without a path', { Operations: [{ op: 'add', value: { pin: 'hunter2' } }] }],
    ['what a bulk operation has', { Operations: [{ method: 'POST', path: '/Users', data: { password: 'hunter2' } }] }],
    ['the values of a filter', { filter: 'userName eq "hunter2"' }],
    ['a filter that is none', { filter: 'hunter2' }],
    ['what an Authorization header has', { title: 'Bearer hunter2hunter2', note: 'Basic aHVudGVyMg==hunter2' }],
    ['a key', { title: 'muster_scim_abcdefghijkl_hunter2' }],
  ])('%s', (_what, body) => {
    expect(JSON.stringify(redacted(body))).not.toContain('hunter2');
  });
});

test('What is no secret stays as it is', () => {
  const body = {
    schemas: ['urn:ietf:params:scim:schemas:core:2.0:User'],
    userName: 'ada@example.com',
    active: true,
    emails: [{ value: 'ada@example.com', primary: true }],
    Operations: [{ op: 'replace', path: 'emails[type eq "work"].value', value: 'x' }],
    nothing: null,
  };
  expect(redacted(body)).toEqual(body);
});

test.each<[string, unknown]>([
  ['many values', { members: Array.from({ length: 5_000 }, (_, value) => ({ value: `member ${value}` })) }],
  ['many names', Object.fromEntries(Array.from({ length: 5_000 }, (_, value) => [`name ${value}`, value]))],
  ['one long value', { title: 'ü'.repeat(40_000), userName: 'after' }],
  ['deep lists', JSON.parse(`${'['.repeat(31)}"${'x'.repeat(20_000)}"${']'.repeat(31)}`)],
])('A body of %s is cut, and is JSON all the same', (_what, body) => {
  const text = redactedBody(body, secretNames);
  expect(Buffer.byteLength(text)).toBeLessThanOrEqual(MAX_BODY);
  expect(JSON.stringify(JSON.parse(text))).toContain('…');
});

test('A text is kept without keys', () => {
  expect(redactedText('/Users/muster_scim_abc_def?x')).toBe('/Users/[redacted]?x');
});
