import { expect, test } from '@jest/globals';
import { oneLine } from './one-line.js';

test.each([
  ['nothing', '', ''],
  ['blanks only', '   ', ''],
  ['blanks around', '  Ada  ', 'Ada'],
  ['several blanks within', 'Ada   Byron', 'Ada Byron'],
  ['one blank within', 'Ada Byron', 'Ada Byron'],
  ['a line feed', 'Ada\nBcc: eve@x.io', 'Ada Bcc: eve@x.io'],
  ['a carriage return and a line feed', 'Ada\r\nByron', 'Ada Byron'],
  ['controls on both sides of a blank', 'Ada\t \u0000Byron', 'Ada Byron'],
  ['controls at both ends', '\r\nAda\u0007', 'Ada'],
  ['a next line', 'Ada\u{85}Byron', 'Ada Byron'],
  ['a line separator', 'Ada\u{2028}Byron', 'Ada Byron'],
  ['a paragraph separator', 'Ada\u{2029}Byron', 'Ada Byron'],
  ['an override of direction', '\u{202e}gpj.exe', 'gpj.exe'],
  ['an isolate', 'a\u{2066}b\u{2069}c', 'a b c'],
  ['accents and pictures', 'Zoë 👩‍🚀', 'Zoë 👩‍🚀'],
])('A text with %s is put on one line', (_what, text, expected) => {
  expect(oneLine(text)).toBe(expected);
});

test.each([
  ['abc', 3, 'abc'],
  ['abcd', 3, 'ab…'],
  ['abcd', 1, '…'],
  ['👩👩👩', 3, '👩👩👩'],
  ['👩👩👩👩', 3, '👩👩…'],
  [' abc ', 3, 'abc'],
  ['a  bc', 4, 'a bc'],
])('%j in at most %d characters is %j', (text, maxLength, expected) => {
  expect(oneLine(text, maxLength)).toBe(expected);
});

test('A name may have 200 characters unless said otherwise, and one more is cut', () => {
  expect(oneLine('a'.repeat(200))).toBe('a'.repeat(200));
  expect(oneLine('a'.repeat(201))).toBe(`${'a'.repeat(199)}…`);
});
