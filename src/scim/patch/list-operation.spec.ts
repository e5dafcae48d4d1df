import { describe, expect, test } from '@jest/globals';
import { attribute, defaultSubAttributes, plural } from '../attributes/attribute.js';
import { MAX_VALUES } from '../attributes/canonical.js';
import { strictProfile } from '../protocol/profile.js';
import { listAfter, listedElements, withElement, withSinglePrimary } from './list-operation.js';
import type { PatchOperation } from './patch-operation.js';

const mails = plural('mails', '', [
  attribute('value', ''),
  ...defaultSubAttributes(),
  attribute('labels', '', { multiValued: true }),
]);
const tags = attribute('tags', '', { multiValued: true });
const work = { value: 'a@x.io', type: 'work' };
const home = { value: 'a@x.io', type: 'home' };
const other = { value: 'b@x.io' };
const primary = { value: 'p@x.io', primary: true };

const after = (before: readonly unknown[], op: PatchOperation['op'], value?: unknown, of = mails) =>
  listAfter(of, before, { op, value }, strictProfile);

describe('"add" on a multi-valued attribute (RFC 7644 §3.5.2.1)', () => {
  test.each([
    ['the values behind those that are there', [work], [home, other], [work, home, other]],
    ['one value that is not in a list', [work], other, [work, other]],
    ['nothing for null', [work], null, [work]],
    ['nothing for an empty list', [work], [], [work]],
    ['nothing for a list of empty values', [work], [null, {}], [work]],
    ['nothing for a value that is there', [work, other], [other], [work, other]],
    [
      'nothing for a value that is there in other case',
      [work],
      [{ value: 'A@X.IO', type: 'Work' }],
      [{ ...work, value: 'A@X.IO', type: 'Work' }],
    ],
    ['one of two equal values', [], [other, other], [other]],
    [
      'sub-attributes to the value of the same "value" and "type"',
      [work, home],
      [{ ...home, display: 'A' }],
      [work, { ...home, display: 'A' }],
    ],
    ['another value where only "type" differs', [work], [home], [work, home]],
    [
      'a primary value, and takes "primary" from the one before',
      [primary, other],
      [{ value: 'n', primary: true }],
      [{ ...primary, primary: false }, other, { value: 'n', primary: true }],
    ],
    [
      '"primary" to a value that is there',
      [primary, other],
      [{ ...other, primary: true }],
      [
        { ...primary, primary: false },
        { ...other, primary: true },
      ],
    ],
    [
      'a value that is not primary beside the one that is',
      [primary],
      [{ ...other, primary: false }],
      [primary, { ...other, primary: false }],
    ],
    [
      'values of a list within a value behind those that are there',
      [{ ...work, labels: ['x'] }],
      [{ ...work, labels: ['X', 'y'] }],
      [{ ...work, labels: ['x', 'X', 'y'] }],
    ],
    ['a list within a value that had none', [work], [{ ...work, labels: ['x'] }], [{ ...work, labels: ['x'] }]],
    [
      'nothing to a list within a value that is not named',
      [{ ...work, labels: ['x'] }],
      [{ ...work, display: 'A' }],
      [{ ...work, labels: ['x'], display: 'A' }],
    ],
  ])('adds %s', (_what, before, value, expected) => {
    const kept = structuredClone(before);
    expect(after(before, 'add', value)).toEqual(expected);
    expect(before).toEqual(kept);
  });

  test('knows a simple value by the value itself', () => {
    expect(after(['a'], 'add', ['a', 'b'], tags)).toEqual(['a', 'b']);
  });
});

describe('"replace" on a multi-valued attribute (RFC 7644 §3.5.2.3)', () => {
  test.each([
    ['the values that are given', [work, home], [other], [other]],
    ['one value that is not in a list', [work], other, [other]],
    ['no values for null', [work], null, []],
    ['no values for an empty list', [work], [], []],
    ['values without the empty ones', [work], [{}, other, null], [other]],
  ])('leaves %s', (_what, before, value, expected) => {
    expect(after(before, 'replace', value)).toEqual(expected);
  });
});

describe('"remove" on a multi-valued attribute (RFC 7644 §3.5.2.2)', () => {
  test.each([
    ['all values without a value list', [work, other], undefined, []],
    ['no values with an empty list', [work, other], [], [work, other]],
    ['a value that is equal', [work, home], [home], [work]],
    ['a value that is equal in other case', [work, home], [{ value: 'A@X.io', type: 'HOME' }], [work]],
    ['every value of that "value" where nothing else is named', [work, other, home], [{ value: 'a@x.io' }], [other]],
    ['no value of another "type"', [work], [{ ...work, type: 'home' }], [work]],
    ['no value that is not there', [work], [{ value: 'z@x.io' }], [work]],
    ['a value that is not in a list', [work, other], other, [work]],
    ['no value where "type" alone is named, and the rest differs', [work], [{ type: 'work' }], [work]],
  ])('takes away %s', (_what, before, value, expected) => {
    expect(after(before, 'remove', value)).toEqual(expected);
  });

  test('takes away simple values', () => {
    expect(after(['a', 'b', 'c'], 'remove', ['b', 'z'], tags)).toEqual(['a', 'c']);
  });
});

describe('A list is refused with invalidValue', () => {
  test.each([
    ['remove', null, 'List the values of "mails" to remove, or leave "value" out to remove them all'],
    ['remove', [{}], '"mails" has only empty values: give the values, or send an empty list'],
    ['remove', [null], '"mails" has only empty values: give the values, or send an empty list'],
    ['replace', [{}], '"mails" has only empty values: give the values, or send an empty list'],
    ['replace', [null, {}], '"mails" has only empty values: give the values, or send an empty list'],
    ['add', [primary, { value: 'q', primary: true }], '"mails" has more than one primary value'],
    ['add', ['a@x.io'], '"mails" must be an object with sub-attributes'],
  ] as const)('when %s has %j', (op, value, detail) => {
    expect(() => after([work], op, value)).toThrow(
      expect.objectContaining({ status: 400, scimType: 'invalidValue', detail }),
    );
  });

  test('and the attribute is called by the place that is given', () => {
    expect(() => listedElements(tags, { op: 'add', value: [1] }, strictProfile, 'boss.tags')).toThrow(
      expect.objectContaining({ detail: '"boss.tags" must be a string in double quotes' }),
    );
    expect(() => listAfter(tags, [], { op: 'remove', value: null }, strictProfile, 'boss.tags')).toThrow(
      /"boss\.tags"/,
    );
  });
});

describe('A multi-valued attribute has at most so many values', () => {
  const full = Array.from({ length: MAX_VALUES }, (_, index) => ({ value: String(index) }));

  test('one more is refused with invalidValue', () => {
    expect(withElement(mails, full.slice(1), full[0])).toHaveLength(MAX_VALUES);
    expect(() => withElement(mails, full, { value: 'more' })).toThrow(
      expect.objectContaining({ scimType: 'invalidValue', detail: `"mails" can have at most ${MAX_VALUES} values` }),
    );
  });

  test('one that is there may be added again, and many may be listed at once', () => {
    expect(withElement(mails, full, full[7])).toEqual(full);
    expect(listedElements(mails, { op: 'replace', value: full }, strictProfile)).toEqual(full);
  });
});

describe('After a change of its values an attribute', () => {
  const notPrimary = { ...primary, primary: false };

  test.each([
    ['keeps its values', [work, primary], [work, primary], [work, primary]],
    ['has none that is gone or empty', [work, primary, other], [undefined, {}, other], [other]],
    [
      'has the one primary value that became it',
      [primary, work],
      [primary, { ...work, primary: true }],
      [notPrimary, { ...work, primary: true }],
    ],
    ['has no primary value when it was taken away', [primary, work], [notPrimary, work], [notPrimary, work]],
    [
      'has the value primary that always was, when another is changed',
      [primary, work],
      [primary, home],
      [primary, home],
    ],
  ])('%s', (_what, before, changed, expected) => {
    expect(withSinglePrimary(before, changed, mails)).toEqual(expected);
  });

  test('cannot have two values that became primary at once', () => {
    const both = [
      { ...work, primary: true },
      { ...other, primary: true },
    ];
    expect(() => withSinglePrimary([work, other], both, mails)).toThrow(
      expect.objectContaining({ scimType: 'invalidValue', detail: '"mails" can have only one primary value' }),
    );
  });
});
