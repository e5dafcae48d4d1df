import { describe, expect, test } from '@jest/globals';
import { bytesOfLongLists } from './json-bytes.js';

const many = <Element>(element: Element): Element[] => Array.from({ length: 20 }, () => element);

describe('Bytes of a body with long lists are those of its JSON', () => {
  test.each([
    ['a page of resources', { totalResults: 20, Resources: many({ userName: 'ada', active: true }) }],
    ['names of every script', { Resources: many({ displayName: 'Zoë 山田 😀 \u2028 "\\' }) }],
    ['half of a character', { Resources: many('\ud83d') }],
    ['nothing in places', { a: undefined, b: null, Resources: [...many(1), undefined, null, () => 1], c: undefined }],
    ['two lists, the first one first', { schemas: many('urn:a'), between: 1, Resources: many({ id: 'b' }), after: {} }],
    ['what makes its own JSON', { Resources: many(new Date(0)), at: new Date(0) }],
    ['names that need quotes', { 'a"b': many(1) }],
    ['many megabytes', { Resources: Array.from({ length: 60 }, () => '山'.repeat(20_000)) }],
    [
      'one value of megabytes',
      { Resources: [...many('é'), '山'.repeat(800_000), ...many('é')], after: '山'.repeat(400_000) },
    ],
  ])('%s', (_what, body) => {
    expect(bytesOfLongLists(body)?.toString()).toBe(JSON.stringify(body));
  });
});

test('bytes stay what they are when others are written', () => {
  const first = bytesOfLongLists({ Resources: many('first') })!;
  bytesOfLongLists({ Resources: many('other') });
  expect(first.toString()).toBe(JSON.stringify({ Resources: many('first') }));
});

test('a body without a long list is left to others', () => {
  expect(bytesOfLongLists({ schemas: ['a'], members: [] })).toBeUndefined();
});
