import { describe, expect, test } from '@jest/globals';
import { attribute, complex, plural } from '../attributes/attribute.js';
import { ResourceType } from '../attributes/resource-type.js';
import { LongList } from '../protocol/long-list.js';
import { Projection } from './projection.js';

const CORE = 'urn:example:core:2.0:Thing';
const EXTENSION = 'urn:example:extension:2.0:Thing';
const type = new ResourceType(
  'Thing',
  '/Things',
  '',
  {
    id: CORE,
    name: 'Thing',
    description: '',
    attributes: [
      attribute('always', '', { returned: 'always' }),
      attribute('never', '', { returned: 'never' }),
      attribute('asked', '', { returned: 'request' }),
      attribute('title', ''),
      attribute('tags', '', { multiValued: true }),
      complex('name', '', [attribute('first', ''), attribute('last', '')]),
      complex('mixed', '', [
        attribute('always', '', { returned: 'always' }),
        attribute('never', '', { returned: 'never' }),
        attribute('asked', '', { returned: 'request' }),
        attribute('plain', ''),
      ]),
      plural('mails', '', [attribute('value', ''), attribute('type', '')]),
    ],
  },
  [{ id: EXTENSION, name: 'Extension', description: '', attributes: [attribute('size', ''), attribute('colour', '')] }],
);

const mixed = { always: 1, never: 2, asked: 3, plain: 4 };
const resource = {
  schemas: [CORE],
  id: 'i',
  meta: { version: 'v', created: 'c' },
  always: 'a',
  never: 'n',
  asked: 'r',
  title: 't',
  tags: ['x'],
  name: { first: 'f', last: 'l' },
  mixed,
  mails: [{ value: 'm', type: 'work' }, { type: 'home' }],
  [EXTENSION]: { size: 's', colour: 'c' },
};
/** What is returned in every case. */
const least = { schemas: [CORE], id: 'i', always: 'a' };
const usual = {
  ...least,
  meta: resource.meta,
  title: 't',
  tags: ['x'],
  name: resource.name,
  mixed: { always: 1, plain: 4 },
  mails: resource.mails,
  [EXTENSION]: resource[EXTENSION],
};
const without = (...names: string[]) =>
  Object.fromEntries(Object.entries(usual).filter(([name]) => !names.includes(name)));

describe('Without a choice a resource', () => {
  test('has what is returned always and by default (RFC 7643 §2.2)', () => {
    expect(Projection.of(type).apply(resource)).toEqual(usual);
    expect(Projection.of(type, [], []).apply(resource)).toEqual(usual);
    expect(Projection.of(type)).toBe(Projection.of(type));
    expect(Projection.of(type).chosen).toBe(false);
  });

  test('lacks what no schema defines', () => {
    expect(Projection.of(type).apply({ id: 'i', unknown: 1, 'urn:other': { a: 1 } })).toEqual({ id: 'i' });
  });

  test('lacks an extension of which nothing is there', () => {
    expect(Projection.of(type).apply({ id: 'i', [EXTENSION]: {} })).toEqual({ id: 'i' });
  });
});

describe('"attributes" chooses what is returned beside what always is (RFC 7644 §3.9)', () => {
  test.each([
    [['title'], { title: 't' }],
    [['TITLE'], { title: 't' }],
    [[`${CORE}:title`], { title: 't' }],
    [['asked'], { asked: 'r' }],
    [['never'], {}],
    [['unknown'], {}],
    [['title.unknown'], {}],
    [['a b'], {}],
    [['tags'], { tags: ['x'] }],
    [['name'], { name: { first: 'f', last: 'l' } }],
    [['name.first'], { name: { first: 'f' } }],
    [['name.first', 'name'], { name: { first: 'f', last: 'l' } }],
    [['name.first', 'name.last'], { name: { first: 'f', last: 'l' } }],
    [['mixed'], { mixed: { always: 1, plain: 4 } }],
    [['mixed.plain'], { mixed: { always: 1, plain: 4 } }],
    [['mixed.asked'], { mixed: { always: 1, asked: 3 } }],
    [['mixed.asked', 'mixed'], { mixed: { always: 1, asked: 3, plain: 4 } }],
    [['mixed.never'], { mixed: { always: 1 } }],
    [['mails.value'], { mails: [{ value: 'm' }] }],
    [['meta.version'], { meta: { version: 'v' } }],
    [[EXTENSION], { [EXTENSION]: { size: 's', colour: 'c' } }],
    [[`${EXTENSION}:size`], { [EXTENSION]: { size: 's' } }],
    [[`${EXTENSION.toUpperCase()}:SIZE`], { [EXTENSION]: { size: 's' } }],
    [['size'], { [EXTENSION]: { size: 's' } }],
    [
      [CORE, 'mixed.asked'],
      {
        title: 't',
        asked: 'r',
        tags: ['x'],
        name: resource.name,
        mixed: { always: 1, asked: 3, plain: 4 },
        mails: resource.mails,
      },
    ],
  ])('%j', (attributes, expected) => {
    const projection = Projection.of(type, attributes);
    expect(projection.apply(resource)).toEqual({ ...least, ...expected });
    expect(projection.chosen).toBe(true);
  });
});

describe('"excludedAttributes" leaves attributes out, but not what is returned always (RFC 7644 §3.9)', () => {
  test.each([
    [['title'], without('title')],
    [['Title', 'tags'], without('title', 'tags')],
    [['id', 'schemas', 'always'], usual],
    [['asked', 'never'], usual],
    [['name'], without('name')],
    [['name.first'], { ...usual, name: { last: 'l' } }],
    [['name.first', 'name.last'], without('name')],
    [['name.first', 'name'], without('name')],
    [['mixed.always', 'mixed.plain'], { ...usual, mixed: { always: 1 } }],
    [['mails.type'], { ...usual, mails: [{ value: 'm' }] }],
    [['mails.value', 'mails.type'], without('mails')],
    [[EXTENSION], without(EXTENSION)],
    [[`${EXTENSION}:size`], { ...usual, [EXTENSION]: { colour: 'c' } }],
    [[`${EXTENSION}:size`, `${EXTENSION}:colour`], without(EXTENSION)],
  ])('%j', (excludedAttributes, expected) => {
    const projection = Projection.of(type, [], excludedAttributes);
    expect(projection.apply(resource)).toEqual(expected);
    expect(projection.chosen).toBe(true);
  });

  test('of an unknown name is no choice', () => {
    expect(Projection.of(type, [], ['unknown']).apply(resource)).toEqual(usual);
    expect(Projection.of(type, [], ['unknown']).chosen).toBe(false);
  });

  test('cannot be given together with "attributes"', () => {
    expect(() => Projection.of(type, ['title'], ['name'])).toThrow(
      expect.objectContaining({
        status: 400,
        scimType: 'invalidValue',
        detail: '"attributes" and "excludedAttributes" cannot be given together',
      }),
    );
  });
});

describe('What is returned of no attribute needs not to be loaded', () => {
  test.each([
    [[], [], 'title', true],
    [[], [], 'TITLE', true],
    [[], [], 'never', false],
    [[], [], 'asked', false],
    [[], [], 'unknown', false],
    [['title'], [], 'title', true],
    [['title'], [], 'tags', false],
    [['title'], [], 'id', true],
    [['name.first'], [], 'name', true],
    [['asked'], [], 'asked', true],
    [[], ['title'], 'title', false],
    [[], ['title'], 'tags', true],
    [[], ['name.first'], 'name', true],
    [[], ['name'], 'name', false],
  ])('attributes %j without %j include %s: %s', (attributes, excludedAttributes, name, expected) => {
    expect(Projection.of(type, attributes, excludedAttributes).includes(name)).toBe(expected);
  });
});

test('A long list is reduced while it is read', async () => {
  const mails = new LongList<object>(async (take) => {
    take([{ value: 'a', type: 'work' }, { type: 'home' }]);
    take([{ value: 'b' }]);
  });
  const read: unknown[] = [];
  const reduced = Projection.of(type, ['mails.value']).apply({ mails })['mails'] as LongList;
  await reduced.read((elements) => read.push(...elements));
  expect(read).toEqual([{ value: 'a' }, { value: 'b' }]);
});
