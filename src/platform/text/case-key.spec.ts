import { describe, expect, test } from '@jest/globals';
import { caseKey } from './case-key.js';

describe('caseKey', () => {
  test.each([
    ['Bjensen', 'BJENSEN'],
    ['josé', 'JOSE\u0301'],
    ['ﬁle', 'FILE'],
    ['ｊｏｈｎ', 'John'],
    ['ΟΔΟΣ', 'οδος'],
    ['ΟΔΟΣ', 'οδοσ'],
    ['straße', 'STRAẞE'],
    ['Å', '\u212b'],
  ])('%s equals %s', (left, right) => {
    expect(caseKey(left)).toBe(caseKey(right));
  });

  test.each([
    ['jose', 'josé'],
    ['strasse', 'straße'],
    ['ırmak', 'irmak'],
    ['İ', 'i'],
    ['a', 'a '],
    ['a_b', 'axb'],
  ])('%s is not %s', (left, right) => {
    expect(caseKey(left)).not.toBe(caseKey(right));
  });

  test('a key is its own key', () => {
    for (const text of ['İstanbul', 'ΟΔΟΣ', 'ẞ', 'ﬃ', '\u03d2\u0301', 'ŉ'])
      expect(caseKey(caseKey(text))).toBe(caseKey(text));
  });
});
