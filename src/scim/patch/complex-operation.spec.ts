import { describe, expect, test } from '@jest/globals';
import { attribute, complex, plural } from '../attributes/attribute.js';
import { profiles } from '../protocol/profile.js';
import { changeableIn, valueAfter, wholeValue, withSubAttribute, withSubAttributes } from './complex-operation.js';
import type { PatchOperation } from './patch-operation.js';

const { compat, strict } = profiles;
const title = attribute('title', '');
const first = attribute('first', '');
const labels = attribute('labels', '', { multiValued: true });
const name = complex('name', '', [first, attribute('last', ''), labels]);
const boss = complex('boss', '', [
  attribute('value', ''),
  attribute('$ref', ''),
  attribute('display', '', { mutability: 'readOnly' }),
]);
const before = { first: 'Ada', last: 'Byron' };

const after = (of: typeof name, was: unknown, op: PatchOperation['op'], value?: unknown, profile = compat) =>
  valueAfter(of, was, { op, value }, profile);

describe('A single-valued attribute after an operation', () => {
  test.each([
    ['remove', 'was', undefined, undefined],
    ['remove', 'was', 'anything', undefined],
    ['remove', undefined, undefined, undefined],
    ['add', 'was', 'new', 'new'],
    ['add', undefined, 'new', 'new'],
    ['add', 'was', null, 'was'],
    ['add', 'was', [], 'was'],
    ['add', 'was', '', ''],
    ['replace', 'was', 'new', 'new'],
    ['replace', undefined, 'new', 'new'],
    ['replace', 'was', null, undefined],
    ['replace', 'was', [], undefined],
  ] as const)('%s on %j with %j leaves %j', (op, was, value, expected) => {
    expect(after(title, was, op, value)).toBe(expected);
  });
});

describe('A complex attribute after an operation', () => {
  test.each([
    ['remove', before, undefined, undefined],
    ['add', before, { first: 'A' }, { first: 'A', last: 'Byron' }],
    ['add', before, { FIRST: 'A' }, { first: 'A', last: 'Byron' }],
    ['add', undefined, { first: 'A' }, { first: 'A' }],
    ['add', before, null, before],
    ['add', before, {}, before],
    ['add', before, { first: null }, before],
    ['add', before, { labels: ['x'] }, { ...before, labels: ['x'] }],
    ['replace', before, { first: 'A' }, { first: 'A', last: 'Byron' }],
    ['replace', before, { first: null }, { last: 'Byron' }],
    ['replace', before, { first: null, last: null }, {}],
    ['replace', undefined, { first: 'A' }, { first: 'A' }],
    ['replace', before, null, undefined],
    ['replace', before, {}, before],
    ['replace', { labels: ['x'] }, { labels: ['y'] }, { labels: ['y'] }],
  ] as const)('%s on %j with %j leaves %j (RFC 7644 §3.5.2.3)', (op, was, value, expected) => {
    const kept = structuredClone(was);
    expect(after(name, was, op, value)).toEqual(expected);
    expect(was).toEqual(kept);
  });

  test.each([
    ['add', before, { first: 'A' }, { first: 'A', last: 'Byron' }],
    ['replace', before, { first: 'A' }, { first: 'A' }],
    ['replace', undefined, { first: 'A', last: null }, { first: 'A' }],
    ['replace', before, null, undefined],
  ] as const)('with a key of the profile strict: %s on %j with %j leaves %j', (op, was, value, expected) => {
    expect(after(name, was, op, value, strict)).toEqual(expected);
  });

  test.each([
    ['add', { value: 'a' }, { value: '' }, { value: 'a' }],
    ['replace', { value: 'a' }, { value: '' }, undefined],
    ['replace', { value: 'a' }, { value: '', $ref: null }, undefined],
    ['replace', { value: 'a' }, '', undefined],
    ['replace', { value: 'a' }, 'b', { value: 'b' }],
    ['replace', { value: 'a', $ref: '/a' }, { value: '', $ref: '/b' }, { value: '', $ref: '/b' }],
    ['replace', { value: 'a', $ref: '/a' }, { $ref: '' }, { value: 'a', $ref: '' }],
  ] as const)('a reference that is empty stands for none: %s on %j with %j leaves %j', (op, was, value, expected) => {
    expect(after(boss, was, op, value)).toEqual(expected);
  });
});

describe('A value of a complex attribute is refused', () => {
  test.each([
    ['mutability', boss, { display: 'A' }, 'The value for "boss" has only sub-attributes that the server sets'],
    ['invalidValue', name, 'Ada', '"name" must be an object with sub-attributes'],
    ['invalidValue', name, ['Ada'], '"name" must be an object with sub-attributes'],
    ['invalidValue', name, { first: 1 }, '"name.first" must be a string in double quotes'],
    ['invalidSyntax', name, { middle: 'A' }, '"middle" is not defined in "name": remove it from the mapping'],
    ['invalidSyntax', name, { first: 'A', FIRST: 'B' }, '"first" is given more than once'],
  ] as const)('with %s: %#', (scimType, of, value, detail) => {
    for (const op of ['add', 'replace'] as const)
      expect(() => after(of, {}, op, value)).toThrow(expect.objectContaining({ status: 400, scimType, detail }));
  });

  test('with invalidSyntax where a key of the profile strict names what no schema defines', () => {
    expect(() => changeableIn(name, { middle: 'A' }, strict)).toThrow(
      expect.objectContaining({ scimType: 'invalidSyntax' }),
    );
  });

  test.each([{}, { first: null }, { first: [] }])('with invalidValue where %j would leave nothing', (value) => {
    expect(() => wholeValue(name, value, strict)).toThrow(
      expect.objectContaining({
        scimType: 'invalidValue',
        detail: 'The value for "name" is empty: set its sub-attributes, or remove it',
      }),
    );
  });

  test('not where one sub-attribute beside those of the server can be set', () => {
    expect(after(boss, { value: 'a' }, 'replace', { value: 'b', display: 'B' })).toEqual({ value: 'b' });
    expect(wholeValue(boss, { value: 'b', display: 'B' }, strict)).toEqual({ value: 'b' });
  });
});

describe('Sub-attributes of a value', () => {
  test.each([
    [
      { op: 'replace', value: 'A' },
      { first: 'A', last: 'Byron' },
    ],
    [
      { op: 'add', value: 'A' },
      { first: 'A', last: 'Byron' },
    ],
    [{ op: 'add', value: null }, before],
    [{ op: 'replace', value: null }, { last: 'Byron' }],
    [{ op: 'remove' }, { last: 'Byron' }],
  ] as const)('change by themselves: %j', (operation, expected) => {
    expect(withSubAttribute(before, name, first, operation, compat)).toEqual(expected);
  });

  test.each([
    [{ op: 'add', value: ['y'] }, { labels: ['x', 'y'] }],
    [{ op: 'replace', value: ['y'] }, { labels: ['y'] }],
    [{ op: 'remove' }, {}],
    [{ op: 'remove', value: ['x'] }, {}],
  ] as const)('change as lists where they are multi-valued: %j', (operation, expected) => {
    expect(withSubAttribute({ labels: ['x'] }, name, labels, operation, compat)).toEqual(expected);
    expect(() => withSubAttribute({}, name, labels, { op: 'add', value: [1] }, compat)).toThrow(/"name\.labels"/);
  });

  test('change together, those that are not named stay', () => {
    const mail = plural('mails', '', [attribute('value', ''), attribute('type', '')]);
    const changed = withSubAttributes(
      { value: 'a', type: 'work' },
      mail,
      { op: 'add', value: { type: 'home' } },
      compat,
    );
    expect(changed).toEqual({ value: 'a', type: 'home' });
  });
});
