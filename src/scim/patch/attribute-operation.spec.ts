import { describe, expect, test } from '@jest/globals';
import { attribute, complex, plural } from '../attributes/attribute.js';
import { ResourceType } from '../attributes/resource-type.js';
import { profiles } from '../protocol/profile.js';
import { applyToAttribute } from './attribute-operation.js';
import type { PatchOperation } from './patch-operation.js';
import { parsePatchPath } from './path.js';

const EXTENSION = 'urn:example:extension:2.0:Thing';
const flag = attribute('primary', '', { type: 'boolean' });
const type = new ResourceType(
  'Thing',
  '/Things',
  '',
  {
    id: 'urn:example:core:2.0:Thing',
    name: 'Thing',
    description: '',
    attributes: [
      attribute('title', ''),
      complex('name', '', [attribute('first', ''), attribute('last', '')]),
      complex('boss', '', [attribute('value', ''), attribute('$ref', '')]),
      plural('mails', '', [
        attribute('value', ''),
        attribute('type', ''),
        flag,
        attribute('display', '', { mutability: 'readOnly' }),
      ]),
      attribute('tags', '', { multiValued: true }),
    ],
  },
  [{ id: EXTENSION, name: 'Extension', description: '', attributes: [attribute('colour', ''), attribute('size', '')] }],
);

const work = { value: 'w@x.io', type: 'work', primary: true };
const home = { value: 'h@x.io', type: 'home' };
const plain = { value: 'p@x.io' };
const notPrimary = { ...work, primary: false };

type Op = PatchOperation['op'];

/** The document after the operation; what it was made of has not been changed. */
function after(document: Record<string, unknown>, op: Op, path: string, value?: unknown, profile = profiles.compat) {
  const kept = structuredClone(document);
  const result = { ...document };
  applyToAttribute(result, parsePatchPath(path, type), { op, value }, profile);
  expect(document).toEqual(kept);
  return result;
}

const mailsAfter = (before: object[], op: Op, path: string, value?: unknown, profile = profiles.compat) =>
  after({ mails: before }, op, path, value, profile)['mails'];

describe('The target of an operation is', () => {
  test.each([
    ['an attribute', { title: 'a' }, 'replace', 'title', 'b', { title: 'b' }],
    ['an attribute without a value', {}, 'add', 'title', 'b', { title: 'b' }],
    ['an attribute that is removed', { title: 'a', tags: ['x'] }, 'remove', 'title', undefined, { tags: ['x'] }],
    ['an attribute that is given null', { title: 'a' }, 'replace', 'title', null, {}],
    ['a list that is given nothing', { tags: ['x'] }, 'replace', 'tags', [], {}],
    ['a list without values', {}, 'add', 'tags', ['x'], { tags: ['x'] }],
    [
      'a complex attribute',
      { name: { last: 'B' } },
      'add',
      'name',
      { first: 'A' },
      { name: { first: 'A', last: 'B' } },
    ],
    [
      'a sub-attribute',
      { name: { first: 'A', last: 'B' } },
      'replace',
      'name.first',
      'C',
      { name: { first: 'C', last: 'B' } },
    ],
    ['a sub-attribute of nothing', {}, 'add', 'name.first', 'A', { name: { first: 'A' } }],
    [
      'a sub-attribute that is removed',
      { name: { first: 'A', last: 'B' } },
      'remove',
      'name.first',
      undefined,
      { name: { last: 'B' } },
    ],
    ['the last sub-attribute', { name: { first: 'A' } }, 'remove', 'name.first', undefined, {}],
    ['a sub-attribute of nothing that is removed', {}, 'remove', 'name.first', undefined, {}],
    [
      'an attribute of an extension',
      { [EXTENSION]: { size: 'M' } },
      'add',
      `${EXTENSION}:colour`,
      'red',
      { [EXTENSION]: { size: 'M', colour: 'red' } },
    ],
    [
      'an attribute of an extension without values',
      {},
      'add',
      `${EXTENSION}:colour`,
      'red',
      { [EXTENSION]: { colour: 'red' } },
    ],
    [
      'the last attribute of an extension',
      { [EXTENSION]: { colour: 'red' } },
      'remove',
      `${EXTENSION}:colour`,
      undefined,
      {},
    ],
    ['an attribute of no extension that is removed', {}, 'remove', `${EXTENSION}:colour`, undefined, {}],
    ['a reference whose value is emptied', { boss: { value: 'a', $ref: '/a' } }, 'replace', 'boss.value', '', {}],
    [
      'a reference to which nothing is added',
      { boss: { value: 'a' } },
      'add',
      'boss.value',
      '',
      { boss: { value: 'a' } },
    ],
    [
      'a reference whose value is removed',
      { boss: { value: 'a', $ref: '/a' } },
      'remove',
      'boss.value',
      '',
      { boss: { $ref: '/a' } },
    ],
    [
      'a sub-attribute "$ref" that is emptied',
      { boss: { value: 'a', $ref: '/a' } },
      'replace',
      'boss.$ref',
      '',
      { boss: { value: 'a', $ref: '' } },
    ],
  ] as const)('%s', (_what, before, op, path, value, expected) => {
    expect(after(before, op, path, value)).toEqual(expected);
  });
});

describe('A sub-attribute of a multi-valued attribute is that of each value', () => {
  test.each([
    [
      'replace',
      [work, home],
      'mails.type',
      'other',
      [
        { ...work, type: 'other' },
        { ...home, type: 'other' },
      ],
    ],
    ['add', [plain], 'mails.type', 'work', [{ ...plain, type: 'work' }]],
    ['remove', [work, home], 'mails.type', undefined, [{ value: 'w@x.io', primary: true }, { value: 'h@x.io' }]],
    ['remove', [{ type: 'work' }, plain], 'mails.type', undefined, [plain]],
    ['add', [], 'mails.value', 'a', [{ value: 'a' }]],
    ['replace', [], 'mails.value', 'a', [{ value: 'a' }]],
    ['remove', [], 'mails.value', undefined, undefined],
    ['replace', [work], 'mails.primary', true, [work]],
    ['replace', [home], 'mails.primary', true, [{ ...home, primary: true }]],
  ] as const)('%s on %j: %s with %j', (op, before, path, value, expected) => {
    expect(mailsAfter([...before], op, path, value)).toEqual(expected);
  });

  test('and two values cannot become primary at once', () => {
    expect(() => mailsAfter([home, plain], 'replace', 'mails.primary', true)).toThrow(
      expect.objectContaining({ scimType: 'invalidValue', detail: '"mails" can have only one primary value' }),
    );
  });
});

const byType = 'mails[type eq "home"]';

describe('A value filter selects the values that an operation changes', () => {
  test.each([
    ['replaces a sub-attribute', 'replace', `${byType}.value`, 'n', [work, { ...home, value: 'n' }, plain]],
    ['adds a sub-attribute', 'add', `${byType}.primary`, true, [notPrimary, { ...home, primary: true }, plain]],
    ['removes a sub-attribute', 'remove', `${byType}.type`, undefined, [work, { value: 'h@x.io' }, plain]],
    ['removes the values', 'remove', byType, undefined, [work, plain]],
    ['removes several values', 'remove', 'mails[value ew "x.io"]', undefined, undefined],
    ['replaces the values as a whole', 'replace', byType, { value: 'n' }, [work, { value: 'n' }, plain]],
    ['replaces "value" by text alone', 'replace', byType, 'n', [work, { ...home, value: 'n' }, plain]],
    ['adds to the values', 'add', byType, { value: 'n' }, [work, { ...home, value: 'n' }, plain]],
    ['adds nothing with null', 'add', byType, null, [work, home, plain]],
    ['takes away what is replaced by null', 'replace', byType, null, [work, plain]],
    ['takes away what is replaced by an empty list', 'replace', byType, [], [work, plain]],
    [
      'makes another value primary',
      'replace',
      byType,
      { value: 'n', primary: true },
      [notPrimary, { value: 'n', primary: true }, plain],
    ],
  ] as const)('and %s', (_what, op, path, value, expected) => {
    expect(mailsAfter([work, home, plain], op, path, value)).toEqual(expected);
  });

  test('and two that are selected cannot become primary', () => {
    expect(() => mailsAfter([home, plain], 'add', 'mails[value ew "x.io"].primary', true)).toThrow(
      expect.objectContaining({ scimType: 'invalidValue', detail: '"mails" can have only one primary value' }),
    );
  });

  test('and a value that takes the place of another cannot be empty', () => {
    expect(() => mailsAfter([home], 'replace', byType, { value: null })).toThrow(
      expect.objectContaining({
        scimType: 'invalidValue',
        detail: 'The value for "mails" is empty: set its sub-attributes, or remove it',
      }),
    );
  });
});

describe('Where a value filter selects none, the value that it describes is made (RFC 7644 §3.5.2.1)', () => {
  test.each([
    ['add', `${byType}.value`, 'n', [work, { type: 'home', value: 'n' }]],
    ['add', byType, { value: 'n' }, [work, { type: 'home', value: 'n' }]],
    ['replace', `${byType}.value`, 'n', [work, { type: 'home', value: 'n' }]],
    ['replace', byType, { value: 'n' }, [work, { type: 'home', value: 'n' }]],
    ['add', 'mails[TYPE eq "home"].value', 'n', [work, { type: 'home', value: 'n' }]],
    [
      'add',
      'mails[type eq "home" and primary eq true].value',
      'n',
      [notPrimary, { type: 'home', primary: true, value: 'n' }],
    ],
    ['add', 'mails[type eq "home"].type', 'other', [work, { type: 'other' }]],
    ['add', `${byType}.value`, null, [work]],
    ['add', byType, {}, [work]],
    ['add', byType, { value: null }, [work]],
    ['replace', `${byType}.value`, null, [work]],
    ['replace', byType, null, [work]],
    ['remove', byType, undefined, [work]],
    ['remove', `${byType}.value`, undefined, [work]],
    ['remove', 'mails[type pr and type ne "work"]', undefined, [work]],
  ] as const)('%s %s with %j', (op, path, value, expected) => {
    expect(mailsAfter([work], op, path, value)).toEqual(expected);
  });

  test.each([
    'mails[type ne "work"]',
    'mails[type co "home"]',
    'mails[type eq null]',
    'mails[type pr and value eq "n"]',
    'mails[type eq "home" or type eq "other"]',
    'mails[not (type eq "work")]',
  ])('but %s describes none, and is refused with noTarget', (path) => {
    for (const op of ['add', 'replace'] as const)
      expect(() => mailsAfter([work], op, `${path}.value`, 'n')).toThrow(
        expect.objectContaining({
          status: 400,
          scimType: 'noTarget',
          detail: 'No value of "mails" is selected by the filter in the path',
        }),
      );
  });

  test.each([
    ['replace', byType, { value: 'n' }],
    ['replace', `${byType}.value`, 'n'],
    ['replace', byType, null],
    ['remove', byType, undefined],
    ['remove', `${byType}.value`, undefined],
  ] as const)('and %s %s is refused with noTarget, when the profile of the key is strict', (op, path, value) => {
    expect(() => mailsAfter([work], op, path, value, profiles.strict)).toThrow(
      expect.objectContaining({
        scimType: 'noTarget',
        detail: 'No value of "mails" is selected by the filter in the path',
      }),
    );
  });

  test('while add makes it with every key', () => {
    expect(mailsAfter([work], 'add', `${byType}.value`, 'n', profiles.strict)).toEqual([
      work,
      { type: 'home', value: 'n' },
    ]);
  });
});

describe('A value filter is refused', () => {
  test.each([
    [
      'noTarget',
      'replace',
      'name[first eq "C"]',
      { first: 'B' },
      '"name" has another value than the filter in the path selects',
    ],
    ['noTarget', 'remove', 'title[value eq "A"]', undefined, '"title" has one value and none to select'],
    ['invalidFilter', 'remove', 'tags[type eq "x"]', undefined, '"tags" has no sub-attributes'],
    [
      'invalidFilter',
      'remove',
      'mails[unknown eq "x"]',
      undefined,
      '"mails" has no sub-attribute "unknown": it has "value", "type", "primary", "display"',
    ],
    [
      'invalidFilter',
      'remove',
      'mails[type gt 1]',
      undefined,
      '"type" is of type string: compare it with a value of that type',
    ],
    ['invalidValue', 'replace', byType, {}, 'The value for "mails" is empty: set its sub-attributes'],
    ['invalidValue', 'replace', byType, { value: null }, 'The value for "mails" is empty: set its sub-attributes'],
    [
      'mutability',
      'add',
      byType,
      { display: 'x' },
      'The value for "mails" has only sub-attributes that the server sets',
    ],
    ['invalidValue', 'add', byType, 1, '"mails" must be an object with sub-attributes'],
  ] as const)('with %s: %s %s with %j', (scimType, op, path, value, detail) => {
    expect(() => after({ mails: [work], tags: ['x'], title: 'A', name: { first: 'A' } }, op, path, value)).toThrow(
      expect.objectContaining({ status: 400, scimType, detail }),
    );
  });
});
