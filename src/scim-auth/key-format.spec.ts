import { describe, expect, test } from '@jest/globals';
import { sha256 } from '../sha256.js';
import { matches, newKey, parseKey } from './key-format.js';

describe('A key', () => {
  test('has a prefix, an id, 256 bits of secret and a checksum, and is found again in its text', () => {
    const { id, secret, key } = newKey();
    expect(key).toMatch(/^muster_scim_[0-9A-Za-z]{12}_[0-9A-Za-z]{49}$/);
    expect(parseKey(key)).toEqual({ id, secret });
    expect(new Set(Array.from({ length: 100 }, () => newKey().key)).size).toBe(100);
  });

  test('with any letter changed is refused by its checksum', () => {
    const { key } = newKey();
    for (let index = 0; index < key.length; index += 1) {
      const changed = key.slice(0, index) + (key[index] === 'a' ? 'b' : 'a') + key.slice(index + 1);
      expect(parseKey(changed)).toBeUndefined();
    }
  });

  test.each(['', 'muster_scim_', 'Bearer x', `${newKey().key} `, `${newKey().key}x`])('%j is none', (text) => {
    expect(parseKey(text)).toBeUndefined();
  });

  test('is stored as a hash that only its secret matches', () => {
    const { secret } = newKey();
    expect([matches(secret, sha256(secret)), matches(newKey().secret, sha256(secret))]).toEqual([true, false]);
    expect(sha256(secret)).not.toContain(secret);
  });
});
