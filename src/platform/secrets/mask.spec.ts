import { expect, test } from '@jest/globals';
import { isPlain, masked, unmasked } from './mask.js';

const secret = Buffer.from(Array.from({ length: 32 }, (_, index) => index * 7));

test('a secret comes back from behind the mask of the same server secret and name', () => {
  const value = masked('server', 'sessions', secret);
  expect(isPlain(value)).toBe(false);
  expect(value).not.toContain(secret.toString('base64url'));
  expect(unmasked('server', 'sessions', value)).toEqual(secret);
});

test.each([
  ['another server secret', 'other', 'sessions'],
  ['another name', 'server', 'cursors'],
])('a secret does not come back with %s', (_what, serverSecret, name) => {
  expect(unmasked(serverSecret, name, masked('server', 'sessions', secret))).not.toEqual(secret);
});

test('a secret in base64url is seen to have no mask', () => {
  expect(isPlain(secret.toString('base64url'))).toBe(true);
});
