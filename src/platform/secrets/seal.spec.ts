import { randomBytes } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import { isPlain, masked, unmasked } from './mask.js';
import { sealed, unsealed } from './seal.js';

const secret = randomBytes(32);

describe('A sealed text', () => {
  test.each(['a', 'é😀\n', '{"k":null}', 'a'.repeat(10_000)])(
    'is what it was for the same purpose: case %#',
    (text) => {
      const seal = sealed(secret, text, 'purpose');
      expect(unsealed(secret, seal, 'purpose')).toBe(text);
      expect(seal).toMatch(/^[\w-]+$/);
      expect(sealed(secret, text, 'purpose')).not.toBe(seal);
    },
  );

  const seal = sealed(secret, 'text', 'purpose');
  const bytes = Buffer.from(seal, 'base64url');
  const changed = (at: number) => {
    const copy = Buffer.from(bytes);
    copy[at]! ^= 1;
    return copy.toString('base64url');
  };

  test.each([...bytes.keys()])('is nothing when its byte %d is changed', (at) => {
    expect(unsealed(secret, changed(at), 'purpose')).toBeUndefined();
  });

  test.each([...bytes.keys()])('is nothing when it is cut to %d bytes', (length) => {
    expect(unsealed(secret, bytes.subarray(0, length).toString('base64url'), 'purpose')).toBeUndefined();
  });

  test.each(['', ' ', `${seal} `, ` ${seal}`, `${seal}=`, `${seal}A`, `${seal}\n`, 'ä'])(
    'is nothing when it is %j',
    (text) => {
      expect(unsealed(secret, text, 'purpose')).toBeUndefined();
    },
  );

  test('is nothing for another purpose or secret', () => {
    expect(unsealed(secret, seal, 'other')).toBeUndefined();
    expect(unsealed(secret, seal, '')).toBeUndefined();
    expect(unsealed(randomBytes(32), seal, 'purpose')).toBeUndefined();
  });
});

describe('A masked secret', () => {
  test('is what it was with the same server secret and name, and with no other', () => {
    const value = masked('server', 'cursors', secret);
    expect(unmasked('server', 'cursors', value)).toEqual(secret);
    expect(unmasked('other', 'cursors', value)).not.toEqual(secret);
    expect(unmasked('server', 'other', value)).not.toEqual(secret);
    expect(value).not.toContain(secret.toString('base64url'));
  });

  test('is known from one that is plain', () => {
    expect(isPlain(masked('server', 'cursors', secret))).toBe(false);
    expect(isPlain(secret.toString('base64url'))).toBe(true);
  });
});
