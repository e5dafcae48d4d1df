import { describe, expect, test } from '@jest/globals';
import { matches, sha256 } from './sha256.js';

/** The examples that NIST gives for FIPS 180-4. */
const EXAMPLES = [
  ['', 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'],
  ['abc', 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad'],
  [
    'abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq',
    '248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1',
  ],
] as const;

describe('A secret is kept as its SHA-256', () => {
  test.each(EXAMPLES)('of %j', (text, digest) => {
    expect(sha256(text)).toBe(digest);
    expect(matches(text, digest)).toBe(true);
  });

  test('of its UTF-8 bytes', () => {
    expect(sha256('é')).toBe('4a99557e4033c3539de2eb65472017cad5f9557f7a0625a09f1c3f6e2ba69c4c');
  });

  test.each(['ABC', 'abc ', 'ab', ''])('which %j does not match where "abc" is right', (text) => {
    expect(matches(text, sha256('abc'))).toBe(false);
  });
});

test.each(['', 'nothing', 'abc'])('"%s" matches no digest that is not there', (text) => {
  expect(matches(text, undefined)).toBe(false);
});
