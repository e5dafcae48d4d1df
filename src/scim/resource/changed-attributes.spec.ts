import { describe, expect, test } from '@jest/globals';
import { attribute, complex, plural } from '../attributes/attribute.js';
import { ResourceType } from '../attributes/resource-type.js';
import { changedAttributes, withoutSecrets } from './changed-attributes.js';
import { searchKeys } from './search-keys.js';

const CORE = 'urn:example:core:2.0:Thing';
const EXTENSION = 'urn:example:extension:2.0:Thing';
const secret = attribute('secret', '', { returned: 'never', filterable: false });
const type = new ResourceType(
  'Thing',
  '/Things',
  '',
  {
    id: CORE,
    name: 'Thing',
    description: '',
    attributes: [
      attribute('title', ''),
      attribute('exact', '', { caseExact: true }),
      attribute('when', '', { type: 'dateTime' }),
      attribute('on', '', { type: 'boolean' }),
      attribute('tags', '', { multiValued: true }),
      secret,
      complex('name', '', [attribute('first', ''), secret]),
      plural('mails', '', [attribute('value', ''), secret]),
    ],
  },
  [{ id: EXTENSION, name: 'Extension', description: '', attributes: [attribute('size', ''), secret] }],
);

describe('Of a change events tell each attribute that differs', () => {
  test.each([
    [{}, {}, {}],
    [{ title: 'a' }, { title: 'a' }, {}],
    [{ title: 'a' }, { title: 'b' }, { title: { before: 'a', after: 'b' } }],
    [{}, { title: 'b' }, { title: { after: 'b' } }],
    [{ title: 'a' }, {}, { title: { before: 'a' } }],
    [{ title: null }, { title: 'b' }, { title: { after: 'b' } }],
    [{ tags: ['a'] }, { tags: [] }, { tags: { before: ['a'] } }],
    [{ name: { first: 'a' } }, { name: { first: 'a' } }, {}],
    [
      { mails: [{ value: 'a' }] },
      { mails: [{ value: 'b' }] },
      { mails: { before: [{ value: 'a' }], after: [{ value: 'b' }] } },
    ],
    [
      { [EXTENSION]: { size: 'M' } },
      { [EXTENSION]: { size: 'L' } },
      { [EXTENSION]: { before: { size: 'M' }, after: { size: 'L' } } },
    ],
    [{ secret: 'a' }, { secret: 'b' }, { secret: {} }],
    [
      { name: { secret: 'a', first: 'x' } },
      { name: { secret: 'b', first: 'x' } },
      { name: { before: { first: 'x' }, after: { first: 'x' } } },
    ],
    [{ 'urn:gone': { a: 1 } }, { 'urn:gone': { a: 2 } }, { 'urn:gone': {} }],
  ])('from %j to %j: %j', (before, after, expected) => {
    expect(changedAttributes(before, after, type)).toEqual(expected);
  });

  test('and nothing that is never returned, wherever it stands', () => {
    const document = {
      title: 'a',
      secret: 's',
      name: { first: 'a', secret: 's' },
      mails: [{ value: 'a', secret: 's' }],
      tags: ['x'],
      [EXTENSION]: { size: 'M', secret: 's' },
      'urn:gone': { size: 'M' },
    };
    const told = { title: 'a', name: { first: 'a' }, mails: [{ value: 'a' }], tags: ['x'], [EXTENSION]: { size: 'M' } };
    expect(withoutSecrets(document, type)).toEqual(told);
  });
});

describe('What filters look for is stored in its comparable form', () => {
  const none = new Set<string>();

  test.each([
    [{}, {}],
    [{ title: 'ADA' }, { title: 'ada' }],
    [{ exact: 'ADA' }, { exact: 'ADA' }],
    [{ when: '1970-01-01T00:00:01Z' }, { when: 1_000 }],
    [{ on: true }, { on: 'true' }],
    [{ tags: ['A', 'b'] }, { tags: ['a', 'b'] }],
    [{ tags: [] }, {}],
    [{ title: null }, {}],
    [{ secret: 's' }, {}],
    [{ name: { first: 'A', secret: 's' } }, { name: { first: 'a' } }],
    [{ mails: [{ value: 'A', secret: 's' }, { value: 'b' }] }, { mails: [{ value: 'a' }, { value: 'b' }] }],
    [{ 'urn:gone': { a: 'A' } }, {}],
  ])('%j as %j', (document, expected) => {
    expect(searchKeys(document, type, none)).toEqual({ schemas: [CORE], ...expected });
  });

  test('with extensions under their URN, which are schemas then', () => {
    expect(searchKeys({ [EXTENSION]: { size: 'M', secret: 's' } }, type, none)).toEqual({
      schemas: [CORE, EXTENSION],
      [EXTENSION]: { size: 'm' },
    });
  });

  test('without what is stored elsewhere', () => {
    expect(searchKeys({ title: 'a', exact: 'b' }, type, new Set(['title']))).toEqual({ schemas: [CORE], exact: 'b' });
  });
});
