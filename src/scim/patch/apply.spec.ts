import { describe, expect, test } from '@jest/globals';
import { attribute, complex, plural } from '../attributes/attribute.js';
import { ResourceType } from '../attributes/resource-type.js';
import { profiles } from '../protocol/profile.js';
import { applyPatch } from './apply.js';
import type { PatchOperation } from './patch-operation.js';

const CORE = 'urn:example:core:2.0:Thing';
const EXTENSION = 'urn:example:extension:2.0:Thing';
const ID = 'the-id';
const type = new ResourceType(
  'Thing',
  '/Things',
  '',
  {
    id: CORE,
    name: 'Thing',
    description: '',
    attributes: [
      attribute('title', '', { required: true }),
      attribute('colour', ''),
      attribute('secret', '', { mutability: 'writeOnly', returned: 'never' }),
      attribute('rank', '', { mutability: 'readOnly' }),
      complex('name', '', [attribute('first', ''), attribute('full', '', { mutability: 'readOnly' })]),
      plural('parts', '', [attribute('value', '', { required: true })], { relation: true }),
      plural('mails', '', [attribute('value', '', { required: true }), attribute('type', '')]),
    ],
  },
  [
    {
      id: EXTENSION,
      name: 'Extension',
      description: '',
      attributes: [attribute('size', ''), complex('boss', '', [attribute('value', '')])],
    },
  ],
);

const before = { title: 'old', [EXTENSION]: { size: 'M' } };

const apply = (operations: PatchOperation[], profile = profiles.compat, original: Record<string, unknown> = before) =>
  applyPatch(original, operations, type, profile, ID);
const documentAfter = (...operations: PatchOperation[]) => apply(operations).document;

describe('The operations of a PATCH', () => {
  test('are applied one after the other, each to the result of the one before (RFC 7644 §3.5.2)', () => {
    const operations: PatchOperation[] = [
      { op: 'add', path: 'colour', value: 'red' },
      { op: 'remove', path: 'colour' },
      { op: 'add', path: 'mails', value: [{ value: 'a', type: 'work' }] },
      { op: 'replace', path: 'mails[type eq "work"].value', value: 'b' },
    ];
    expect(apply(operations, profiles.strict).document).toEqual({ ...before, mails: [{ value: 'b', type: 'work' }] });
    expect(documentAfter(...operations)).toEqual({ ...before, mails: [{ value: 'b', type: 'work' }] });
  });

  test('leave the document as it is that they are applied to', () => {
    const original = structuredClone(before);
    apply([{ op: 'replace', path: `${EXTENSION}:size`, value: 'L' }], profiles.compat, original);
    expect(original).toEqual(before);
  });

  test('may remove a required attribute for a while', () => {
    expect(documentAfter({ op: 'remove', path: 'title' }, { op: 'add', path: 'title', value: 'new' })).toEqual({
      ...before,
      title: 'new',
    });
  });

  test('that are none change nothing', () => {
    expect(apply([])).toEqual({ document: before, relations: new Map() });
  });
});

describe('An operation without a path is one on each attribute that its value names', () => {
  test.each([
    [
      { title: 'new', colour: 'red' },
      { ...before, title: 'new', colour: 'red' },
    ],
    [{ TITLE: 'new' }, { ...before, title: 'new' }],
    [{ [EXTENSION]: { size: 'L' } }, { ...before, [EXTENSION]: { size: 'L' } }],
    [
      { [EXTENSION.toUpperCase()]: { boss: { value: 'b' } } },
      { ...before, [EXTENSION]: { size: 'M', boss: { value: 'b' } } },
    ],
    [{ 'name.first': 'A' }, { ...before, name: { first: 'A' } }],
    [{ [`${EXTENSION}:size`]: 'S' }, { ...before, [EXTENSION]: { size: 'S' } }],
    [{ 'mails[type eq "work"].value': 'a' }, { ...before, mails: [{ value: 'a', type: 'work' }] }],
    [
      { id: ID, schemas: [CORE], meta: { version: '1' }, colour: 'red' },
      { ...before, colour: 'red' },
    ],
    [{ id: ID }, before],
    [{}, before],
  ])('%j', (value, expected) => {
    expect(documentAfter({ op: 'add', value })).toEqual(expected);
    expect(documentAfter({ op: 'replace', value })).toEqual(expected);
  });

  test('so are those that a strict key, which has no workarounds, would send', () => {
    const strict = { ...profiles.strict, pathOptional: true };
    expect(apply([{ op: 'add', value: { title: 'new', 'name.first': 'A' } }], strict).document).toEqual({
      ...before,
      title: 'new',
      name: { first: 'A' },
    });
  });
});

describe('The URN of an extension as path', () => {
  test.each([
    ['add', { size: 'L' }, { title: 'old', [EXTENSION]: { size: 'L' } }],
    ['add', { boss: { value: 'b' } }, { title: 'old', [EXTENSION]: { size: 'M', boss: { value: 'b' } } }],
    ['add', null, before],
    ['add', [], before],
    ['replace', { size: 'L' }, { title: 'old', [EXTENSION]: { size: 'L' } }],
    ['replace', null, { title: 'old' }],
    ['replace', [], { title: 'old' }],
    ['remove', undefined, { title: 'old' }],
    ['remove', { size: 'M' }, { title: 'old' }],
  ] as const)('stands for its attributes: %s with %j', (op, value, expected) => {
    expect(documentAfter({ op, path: EXTENSION, value })).toEqual(expected);
    expect(documentAfter({ op, path: EXTENSION.toUpperCase(), value })).toEqual(expected);
  });
});

describe('A relation', () => {
  test('is changed beside the document, in one change for all operations', () => {
    const { document, relations } = apply([
      { op: 'add', path: 'parts', value: [{ value: 'a' }] },
      { op: 'add', path: 'parts', value: [{ value: 'b' }] },
      { op: 'remove', path: 'parts[value eq "a"]' },
    ]);
    expect(document).toEqual(before);
    expect([...relations.keys()]).toEqual(['parts']);
    expect(relations.get('parts')!.steps).toEqual([
      { kind: 'values', clear: false, remove: new Set(['a']), add: new Set(['b']) },
    ]);
  });
});

describe('A writeOnly attribute', () => {
  test('is taken and forgotten with a key of the profile compat', () => {
    expect(documentAfter({ op: 'replace', path: 'secret', value: 'x' })).toEqual(before);
    expect(documentAfter({ op: 'add', value: { secret: 'x', colour: 'red' } })).toEqual({ ...before, colour: 'red' });
  });

  test('is refused with mutability where the profile is strict', () => {
    expect(() => apply([{ op: 'replace', path: 'secret', value: 'x' }], profiles.strict)).toThrow(
      expect.objectContaining({
        scimType: 'mutability',
        detail: '"secret" is not supported: remove it from the mapping',
      }),
    );
  });
});

const NO_OBJECT = `The value for "${EXTENSION}" must be an object that names attributes`;

describe('A PATCH is refused', () => {
  test.each([
    ['mutability', { op: 'replace', path: 'rank', value: 'x' }, '"rank" is set by the server and cannot be changed'],
    ['mutability', { op: 'remove', path: 'rank' }, '"rank" is set by the server and cannot be changed'],
    ['mutability', { op: 'add', value: { rank: 'x' } }, '"rank" is set by the server and cannot be changed'],
    [
      'mutability',
      { op: 'replace', path: 'name.full', value: 'x' },
      '"full" is set by the server and cannot be changed',
    ],
    ['mutability', { op: 'replace', path: 'id', value: 'x' }, '"id" is set by the server and cannot be changed'],
    ['mutability', { op: 'replace', value: { id: 'other' } }, '"id" is set by the server and cannot be changed'],
    [
      'mutability',
      { op: 'replace', path: 'meta.version', value: 'x' },
      '"meta" is set by the server and cannot be changed',
    ],
    [
      'mutability',
      { op: 'replace', path: 'schemas', value: [] },
      '"schemas" is set by the server and cannot be changed',
    ],
    ['mutability', { op: 'remove', path: 'title' }, '"title" is required and cannot be removed'],
    ['mutability', { op: 'replace', path: 'title', value: null }, '"title" is required and cannot be removed'],
    ['mutability', { op: 'remove', path: 'mails.value' }, '"mails.value" is required and cannot be removed'],
    [
      'invalidPath',
      { op: 'add', path: 'unknown', value: 'x' },
      '"unknown" is not defined in the schemas of Thing: remove it from the mapping',
    ],
    [
      'invalidValue',
      { op: 'add', value: { 'unknown.x': 'x' } },
      '"unknown.x" is not defined in the schemas of Thing: remove it from the mapping',
    ],
    [
      'invalidValue',
      { op: 'add', value: { unknown: 'x' } },
      '"unknown" is not defined in the schemas of Thing: remove it from the mapping',
    ],
    [
      'invalidPath',
      { op: 'add', path: EXTENSION, value: { unknown: 'x' } },
      `"${EXTENSION}:unknown" is not defined in the schemas of Thing: remove it from the mapping`,
    ],
    ['invalidValue', { op: 'add', path: EXTENSION, value: 'x' }, NO_OBJECT],
    ['invalidValue', { op: 'replace', path: EXTENSION, value: ['x'] }, NO_OBJECT],
    ['invalidValue', { op: 'add', value: { [EXTENSION]: 'x' } }, NO_OBJECT],
    ['invalidValue', { op: 'add', value: 'x' }, 'The value for the resource must be an object that names attributes'],
    ['invalidValue', { op: 'add', path: 'title', value: 1 }, '"title" must be a string in double quotes'],
    ['noTarget', { op: 'remove', path: 'title[value eq "x"]' }, '"title" has one value and none to select'],
    [
      'invalidFilter',
      { op: 'remove', path: 'mails[type gt 1]' },
      '"type" is of type string: compare it with a value of that type',
    ],
  ] as const)('with %s: %j', (scimType, operation, detail) => {
    const original = { ...before, mails: [{ value: 'a' }, { value: 'b', type: 'work' }] };
    expect(() => apply([operation], profiles.compat, original)).toThrow(
      expect.objectContaining({ status: 400, scimType, detail }),
    );
  });

  test.each([
    ['unknown', '"unknown" is not defined in the schemas of Thing: /Schemas lists what is'],
    [`${EXTENSION}:unknown`, `"${EXTENSION}:unknown" is not defined in the schemas of Thing: /Schemas lists what is`],
    ['titel', '"titel" is not defined in the schemas of Thing: did you mean "title"?'],
    ['name.unknown', '"name" has no sub-attribute "unknown": it has "first", "full"'],
    ['mails[type eq "work"].unknown', '"mails" has no sub-attribute "unknown": it has "value", "type"'],
  ])('with invalidPath where a key of the profile strict names what no schema defines: %s', (path, detail) => {
    const known: PatchOperation = { op: 'add', path: 'colour', value: 'red' };
    expect(() => apply([known, { op: 'add', path, value: 'x' }], profiles.strict)).toThrow(
      expect.objectContaining({ scimType: 'invalidPath', detail }),
    );
  });
});
