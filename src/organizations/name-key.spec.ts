import { expect, test } from '@jest/globals';
import { nameKeyOf } from './name-key.js';

test.each([
  ['Acme', 'acme'],
  ['ACME 2', 'acme 2'],
  ['', ''],
])('%j is looked for as %j', (name, key) => expect(nameKeyOf(name)).toBe(key));

test('names that differ in case alone have one key', () => {
  expect(nameKeyOf('STRASSE')).toBe(nameKeyOf('strasse'));
});

test.each([
  ['a', 200],
  ['😀', 200],
  ['ﷺ', 200],
])('the key of a name of many %s has %d characters, none of them cut in half', (character, length) => {
  const key = nameKeyOf(character.repeat(300));
  expect([...key].length).toBe(length);
  expect(Buffer.from(key).toString()).toBe(key);
});
