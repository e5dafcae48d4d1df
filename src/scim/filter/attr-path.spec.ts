import { describe, expect, test } from '@jest/globals';
import { parseAttrPath } from './attr-path.js';

describe('The path of an attribute (RFC 7644 §3.10)', () => {
  test.each([
    ['userName', undefined, 'userName', undefined],
    ['a', undefined, 'a', undefined],
    ['name.givenName', undefined, 'name', 'givenName'],
    ['a-b_c$1', undefined, 'a-b_c$1', undefined],
    ['$ref', undefined, '$ref', undefined],
    ['manager.$ref', undefined, 'manager', '$ref'],
    ['urn:a:b', 'urn:a', undefined, undefined],
    ['urn:a:b:c', 'urn:a:b', 'c', undefined],
    ['URN:A:B:c', 'URN:A:B', 'c', undefined],
    ['urn:x-1:b.c/d%20:2.0:User:name.first', 'urn:x-1:b.c/d%20:2.0:User', 'name', 'first'],
    [`urn:${'a'.repeat(32)}:b:c`, `urn:${'a'.repeat(32)}:b`, 'c', undefined],
  ])('%s', (text, schema, attribute, subAttribute) => {
    expect(parseAttrPath(text)).toEqual(attribute && { schema, attribute, subAttribute });
  });

  test.each([
    '',
    '.',
    'a.',
    '.a',
    'a..b',
    'a.b.c',
    '1a',
    'a.1b',
    '-a',
    '_a',
    '$a',
    '$reference',
    'a b',
    ' a',
    'a ',
    'é',
    'a[b]',
    ':a',
    'a:b',
    'urn:a',
    'urn::a:b',
    'urn:-a:b:c',
    'xurn:a:b:c',
    'urn:a b:c:d',
    'urn:a:b"c:d',
    'urn:a:b(c:d',
    'urn:a:b]c:d',
    'urn:a:b:',
    'urn:a:b:1c',
    `urn:${'a'.repeat(33)}:b:c`,
  ])('is not %j', (text) => {
    expect(parseAttrPath(text)).toBeUndefined();
  });
});
