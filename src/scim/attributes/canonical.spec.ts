import { describe, expect, test } from '@jest/globals';
import { profiles } from '../protocol/profile.js';
import { attribute, type AttributeType, complex, defaultSubAttributes, plural } from './attribute.js';
import { canonicalValue, canonicalValues, isEmptyReference, MAX_VALUES, undefinedName } from './canonical.js';

const { compat, strict } = profiles;
const of = (type: AttributeType) => attribute('it', '', { type });
const tags = attribute('tags', '', { multiValued: true });
const mails = plural('mails', '', [attribute('value', ''), ...defaultSubAttributes()]);
const name = complex('name', '', [
  attribute('first', ''),
  attribute('labels', '', { multiValued: true }),
  attribute('full', '', { mutability: 'readOnly' }),
]);
const boss = complex('boss', '', [attribute('value', ''), attribute('$ref', '')]);
const seat = complex('seat', '', [attribute('room', '', { required: true }), attribute('floor', '')]);

describe('Null, an empty list and nothing are one state (RFC 7643 §2.5)', () => {
  test.each([tags, mails, name, of('string'), of('boolean'), of('integer')])('of $name, a $type', (each) => {
    for (const value of [undefined, null, []]) expect(canonicalValue(each, value, strict)).toBeUndefined();
  });
});

describe('A value of each type is taken as it is', () => {
  test.each([
    ['string', ''],
    ['string', 'Ada'],
    ['string', 'a line\nand\ta tab\rreturn'],
    ['string', '\u0080 😀'],
    ['string', 'a'.repeat(2_000)],
    ['reference', '/Users/a'],
    ['boolean', true],
    ['boolean', false],
    ['integer', 0],
    ['integer', -1],
    ['integer', Number.MAX_SAFE_INTEGER],
    ['integer', 2],
    ['decimal', 1.5],
    ['decimal', 0],
    ['dateTime', '2026-01-31T08:00:00Z'],
    ['dateTime', '2026-01-31T08:00:00.123+01:00'],
    ['binary', ''],
    ['binary', 'TWE='],
    ['binary', 'TWE'],
    ['binary', 'TQ=='],
    ['binary', 'TQ'],
    ['binary', 'TWFu'],
    ['binary', '+/+/'],
  ] as const)('a %s: %j', (type, value) => {
    expect(canonicalValue(of(type), value, strict)).toBe(value);
    expect(canonicalValue(of(type), value, compat)).toBe(value);
  });
});

const TEXT = '"it" must be a string in double quotes';
const HALF = '"it" contains a control character or half a character';
const WHEN = '"it" takes a date and time like 2026-01-31T08:00:00Z';

describe('A value of another type is refused with invalidValue', () => {
  test.each([
    ['string', 1, TEXT],
    ['string', true, TEXT],
    ['string', {}, TEXT],
    ['string', ['a', 'b'], TEXT],
    ['reference', 1, TEXT],
    ['dateTime', 1, TEXT],
    ['binary', 1, TEXT],
    ['string', 'a'.repeat(2_001), '"it" takes at most 2000 characters'],
    ['string', 'a\u0000', HALF],
    ['string', 'a\u0008', HALF],
    ['string', 'a\u000b', HALF],
    ['string', 'a\u000c', HALF],
    ['string', 'a\u000e', HALF],
    ['string', 'a\u001f', HALF],
    ['string', 'a\u007f', HALF],
    ['string', 'a\ud83d', HALF],
    ['string', '\ude00a', HALF],
    ['boolean', 'yes', '"it" takes true or false'],
    ['boolean', 1, '"it" takes true or false'],
    ['boolean', {}, '"it" takes true or false'],
    ['integer', 1.5, '"it" takes a whole number'],
    ['integer', '1', '"it" takes a whole number'],
    ['integer', Number.MAX_SAFE_INTEGER + 1, '"it" takes a whole number'],
    ['decimal', '1', '"it" takes a number'],
    ['decimal', true, '"it" takes a number'],
    ['dateTime', 'yesterday', WHEN],
    ['dateTime', '2026-01-31', WHEN],
    ['dateTime', '', WHEN],
    ['binary', 'T', '"it" takes base64'],
    ['binary', 'TWE=\n', '"it" takes base64'],
    ['binary', 'TW_u', '"it" takes base64'],
    ['binary', 'TWE==', '"it" takes base64'],
    ['binary', '=', '"it" takes base64'],
    ['binary', 'TWFuT', '"it" takes base64'],
  ] as const)('a %s: %j', (type, value, detail) => {
    for (const profile of [strict, compat])
      expect(() => canonicalValue(of(type), value, profile)).toThrow(
        expect.objectContaining({ status: 400, scimType: 'invalidValue', detail }),
      );
  });

  test.each([
    ['a required text that is blank', attribute('it', '', { required: true }), ' ', '"it" must not be empty'],
    ['a required text that is empty', attribute('it', '', { required: true }), '', '"it" must not be empty'],
    [
      'a text that is too long for its attribute',
      attribute('it', '', { maxLength: 3 }),
      'abcd',
      '"it" takes at most 3 characters',
    ],
    [
      'an identifier that hides something',
      attribute('it', '', { visibility: 'identifier' }),
      'a\u200bda',
      '"it" contains a character that is invisible or changes the direction of text: remove it',
    ],
    ['a list for one value', of('string'), ['a', 'b'], TEXT],
    ['one value for a list', tags, 'a', '"tags" takes a list of values'],
    ['a text for a list of objects', mails, 'a', '"mails" takes a list of values'],
    ['a text for an object without "value"', name, 'Ada', '"name" must be an object with sub-attributes'],
    ['a list for an object', name, [{ first: 'A' }], '"name" must be an object with sub-attributes'],
    ['a sub-attribute of another type', name, { first: 1 }, '"name.first" must be a string in double quotes'],
    ['a sub-attribute with one value for a list', name, { labels: 'x' }, '"name.labels" takes a list of values'],
    ['a sub-attribute in a list', mails, [{ value: 1 }], '"mails.value" must be a string in double quotes'],
    ['a sub-attribute that is required and missing', seat, { floor: '1' }, '"seat" needs "room"'],
    ['a sub-attribute that is required and null', seat, { room: null, floor: '1' }, '"seat" needs "room"'],
    ['an object with nothing in it that has to have something', seat, {}, '"seat" needs "room"'],
    [
      'a list of empty values',
      mails,
      [{}, null],
      '"mails" has only empty values: give the values, or send an empty list',
    ],
    [
      'two primary values',
      mails,
      [
        { value: 'a', primary: true },
        { value: 'b', primary: true },
      ],
      '"mails" has more than one primary value',
    ],
  ] as const)('%s', (_what, each, value, detail) => {
    expect(() => canonicalValue(each, value, compat)).toThrow(
      expect.objectContaining({ status: 400, scimType: 'invalidValue', detail }),
    );
  });

  test.each([
    ['maxLength', attribute('it', '', { maxLength: 3 }), 'abc'],
    ['required', attribute('it', '', { required: true }), 'x'],
  ] as const)('but not at the boundary of %s', (_what, each, value) => {
    expect(canonicalValue(each, value, strict)).toBe(value);
  });
});

describe('A complex value is brought to canonical form', () => {
  test.each([
    ['names as the schema spells them', name, { FIRST: 'A' }, { first: 'A' }],
    ['without what is readOnly', name, { first: 'A', full: 'A B' }, { first: 'A' }],
    ['without what is unassigned', name, { first: 'A', labels: [] }, { first: 'A' }],
    ['undefined when only readOnly attributes are named', name, { full: 'A B' }, undefined],
    ['undefined when it is empty', name, {}, undefined],
    ['undefined when all is unassigned', name, { first: null, labels: [] }, undefined],
    ['undefined for a reference to nothing', boss, { value: '' }, undefined],
    ['a reference to nothing with a URI is none', boss, { value: '', $ref: '/a' }, { value: '', $ref: '/a' }],
    ['a required sub-attribute may stand alone', seat, { room: '1' }, { room: '1' }],
    ['elements in their order', mails, [{ value: 'b' }, { value: 'a' }], [{ value: 'b' }, { value: 'a' }]],
    ['elements without the empty ones', mails, [null, { value: 'a' }, {}, []], [{ value: 'a' }]],
    [
      'elements once',
      mails,
      [
        { value: 'a', type: 'work' },
        { value: 'A', type: 'Work' },
      ],
      [{ value: 'a', type: 'work' }],
    ],
    [
      'elements that differ in type',
      mails,
      [{ value: 'a', type: 'work' }, { value: 'a' }],
      [{ value: 'a', type: 'work' }, { value: 'a' }],
    ],
    [
      'elements without value that differ',
      mails,
      [{ display: 'a' }, { display: 'b' }],
      [{ display: 'a' }, { display: 'b' }],
    ],
    ['elements without value once', mails, [{ display: 'a' }, { display: 'A' }], [{ display: 'a' }]],
    ['an element whose value is empty', mails, [{ value: '' }], [{ value: '' }]],
    [
      'one primary value',
      mails,
      [
        { value: 'a', primary: true },
        { value: 'b', primary: false },
      ],
      [
        { value: 'a', primary: true },
        { value: 'b', primary: false },
      ],
    ],
    ['simple values once', tags, ['a', 'b', 'a', 'A'], ['a', 'b', 'A']],
  ] as const)('%s', (_what, each, value, expected) => {
    expect(canonicalValue(each, value, strict)).toEqual(expected);
  });

  test('an unknown sub-attribute is refused with invalidSyntax, by name', () => {
    const detail = '"middle" is not defined in "name": remove it from the mapping';
    expect(() => canonicalValue(name, { middle: 'x' }, strict)).toThrow(
      expect.objectContaining({ scimType: 'invalidSyntax', detail }),
    );
  });

  test('a sub-attribute that is given twice is refused with invalidSyntax', () => {
    expect(() => canonicalValue(name, { first: 'A', First: 'B' }, compat)).toThrow(
      expect.objectContaining({ scimType: 'invalidSyntax', detail: '"first" is given more than once' }),
    );
  });
});

describe('With a key of the profile compat', () => {
  test.each([
    ['True', true],
    ['false', false],
  ])('a boolean may be the text %j', (value, expected) => {
    expect(canonicalValue(of('boolean'), value, compat)).toBe(expected);
    expect(() => canonicalValue(of('boolean'), value, strict)).toThrow(/takes true or false/);
  });

  test('one object is a list of one, and a list of one is that value', () => {
    expect(canonicalValue(mails, { value: 'a' }, compat)).toEqual([{ value: 'a' }]);
    expect(() => canonicalValue(mails, { value: 'a' }, strict)).toThrow(/takes a list of values/);
    for (const [type, value] of [
      ['string', 'a'],
      ['boolean', false],
      ['integer', 1],
    ] as const) {
      expect(canonicalValue(of(type), [value], compat)).toBe(value);
      expect(() => canonicalValue(of(type), [value], strict)).toThrow(/"it"/);
    }
    for (const value of [[['a']], [null], [{}]])
      expect(() => canonicalValue(of('string'), value, compat)).toThrow(/"it"/);
  });

  test.each(['identifier', 'label'] as const)('blanks at the ends of an %s are no part of it', (visibility) => {
    const each = attribute('it', '', { visibility });
    expect(canonicalValue(each, ' \t\r\na b\n ', compat)).toBe('a b');
    expect(canonicalValue(of('string'), ' a ', compat)).toBe(' a ');
    expect(canonicalValue(of('string'), ' a ', strict)).toBe(' a ');
    for (const value of [' a', 'a\n'])
      expect(() => canonicalValue(each, value, strict)).toThrow(/begins or ends with a blank or a line feed/);
  });

  test('a complex value may be its "value" alone', () => {
    expect(canonicalValue(boss, 'a', compat)).toEqual({ value: 'a' });
    expect(canonicalValue(boss, '', compat)).toBeUndefined();
    expect(canonicalValue(mails, ['a'], compat)).toEqual([{ value: 'a' }]);
    for (const [each, value] of [
      [boss, 'a'],
      [mails, ['a']],
    ] as const)
      expect(() => canonicalValue(each, value, strict)).toThrow(/must be an object with sub-attributes/);
    expect(() => canonicalValue(mails, [''], compat)).toThrow(/must be an object with sub-attributes/);
  });
});

describe('A multi-valued attribute', () => {
  const many = (count: number) => Array.from({ length: count }, (_, index) => ({ value: String(index) }));

  test('has at most so many values, empty ones and repetitions counted', () => {
    expect(canonicalValues(mails, many(MAX_VALUES), strict)).toHaveLength(MAX_VALUES);
    expect(() => canonicalValues(mails, many(MAX_VALUES + 1), strict)).toThrow(
      expect.objectContaining({ scimType: 'invalidValue', detail: `"mails" can have at most ${MAX_VALUES} values` }),
    );
  });

  test('that is a relation has any number, and its values are compared elsewhere', () => {
    const relation = { ...mails, relation: true };
    expect(canonicalValues(relation, many(MAX_VALUES + 1), strict)).toHaveLength(MAX_VALUES + 1);
    expect(canonicalValues(relation, [{ value: 'a' }, { value: 'a' }], strict)).toHaveLength(2);
  });

  test('is called by the place that is given', () => {
    expect(() => canonicalValues(tags, [1], strict, 'boss.tags')).toThrow(/"boss\.tags"/);
    expect(() => canonicalValue(tags, [null], strict, 'boss.tags')).toThrow(/"boss\.tags"/);
  });
});

test.each([
  [boss, { value: '' }, true],
  [boss, { value: 'a' }, false],
  [boss, { value: '', $ref: '' }, false],
  [boss, {}, false],
  [mails, { value: '' }, false],
])(
  'An empty reference is a single value whose one sub-attribute "value" is empty (case %#)',
  (each, value, expected) => {
    expect(isEmptyReference(each, value)).toBe(expected);
  },
);

describe('An unknown attribute is repeated in the error', () => {
  test.each(['a', 'nickname2', 'urn:x:y.z-1', 'a$b_c', 'a'.repeat(100)])('where it looks like a name: %s', (text) => {
    expect(undefinedName(text, 'here').detail).toBe(`"${text}" is not defined in here: remove it from the mapping`);
  });

  test.each(['', '1a', '$a', 'a b', 'a"', '<a>', 'é', 'a\n', 'a'.repeat(101)])('and nowhere else: %j', (text) => {
    expect(undefinedName(text, 'here').detail).toBe('An attribute is not defined in here: remove it from the mapping');
  });
});
