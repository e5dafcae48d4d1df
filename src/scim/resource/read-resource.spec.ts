import { describe, expect, test } from '@jest/globals';
import { attribute, complex, plural } from '../attributes/attribute.js';
import { ResourceType } from '../attributes/resource-type.js';
import { profiles } from '../protocol/profile.js';
import { badRequest } from '../protocol/scim-error.js';
import { faultOf, readResource, requireAttributes } from './read-resource.js';

const { compat, strict } = profiles;
const CORE = 'urn:example:core:2.0:Thing';
const EXTENSION = 'urn:example:extension:2.0:Thing';
const extension = {
  id: EXTENSION,
  name: 'Extension',
  description: '',
  attributes: [
    attribute('size', ''),
    attribute('code', '', { mutability: 'readOnly' }),
    complex('boss', '', [attribute('value', '', { required: true })]),
  ],
};
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
      attribute('secret', '', { mutability: 'writeOnly', returned: 'never' }),
      attribute('rank', '', { mutability: 'readOnly' }),
      plural('parts', '', [attribute('value', '', { required: true })], { relation: true }),
      plural('mails', '', [attribute('value', '', { required: true }), attribute('type', '')]),
    ],
  },
  [extension],
);

const body = (more: object = {}) => ({ schemas: [CORE], title: 'x', ...more });
const documentOf = (given: unknown, profile = strict) => readResource(given, type, profile).document;

describe('The body of a POST or PUT (RFC 7644 §3.3 and §3.5.1)', () => {
  test.each([
    ['is the document without "schemas"', body(), { title: 'x' }],
    ['has names as the schema spells them', { SCHEMAS: [CORE], TITLE: 'x' }, { title: 'x' }],
    [
      'has URNs without regard to case',
      body({ schemas: [CORE.toUpperCase()], [EXTENSION.toUpperCase()]: { size: 'M' } }),
      { title: 'x', [EXTENSION]: { size: 'M' } },
    ],
    ['lacks what is readOnly', body({ rank: 'a', id: 'b', meta: { version: 'c' } }), { title: 'x' }],
    [
      'lacks what is readOnly in an extension',
      body({ [EXTENSION]: { code: 'a', size: 'M' } }),
      { title: 'x', [EXTENSION]: { size: 'M' } },
    ],
    ['lacks what is unassigned', body({ mails: [], externalId: null }), { title: 'x' }],
    ['lacks an extension that is null', body({ [EXTENSION]: null }), { title: 'x' }],
    ['lacks an extension that is an empty list', body({ [EXTENSION]: [] }), { title: 'x' }],
    ['lacks an extension without attributes', body({ [EXTENSION]: {} }), { title: 'x' }],
    [
      'lacks an extension with nothing but what is readOnly',
      body({ [EXTENSION]: { code: 'a', size: null } }),
      { title: 'x' },
    ],
    ['may list its extensions', body({ schemas: [EXTENSION, CORE] }), { title: 'x' }],
    ['has the common attribute externalId', body({ externalId: 'e' }), { title: 'x', externalId: 'e' }],
  ])('%s', (_what, given, expected) => {
    expect(documentOf(given)).toEqual(expected);
  });

  test.each([
    ['lists nothing', body(), []],
    ['lists null', body({ parts: null }), []],
    ['lists none', body({ parts: [] }), []],
    ['lists values', body({ parts: [{ value: 'a' }, { value: 'b' }] }), ['a', 'b']],
  ])('replaces a relation by what it lists, when it %s', (_what, given, expected) => {
    const { document, relations } = readResource(given, type, strict);
    expect(document).toEqual({ title: 'x' });
    expect([...relations].map(([name, { steps }]) => [name, steps])).toEqual([
      ['parts', [{ kind: 'values', clear: true, remove: new Set(), add: new Set(expected) }]],
    ]);
  });

  test('may lack "schemas", name schemas that are unknown, and have a password, with a key of the profile compat', () => {
    expect(documentOf({ title: 'x' }, compat)).toEqual({ title: 'x' });
    expect(documentOf({ title: 'x', schemas: [] }, compat)).toEqual({ title: 'x' });
    expect(documentOf(body({ schemas: [CORE, 'urn:other'] }), compat)).toEqual({ title: 'x' });
    expect(documentOf(body({ secret: 's' }), compat)).toEqual({ title: 'x' });
  });
});

const MUST_LIST = `"schemas" must list ${CORE}`;

describe('The body of a POST or PUT is refused', () => {
  test.each([
    ['invalidSyntax', undefined, 'The body must be a JSON object'],
    ['invalidSyntax', null, 'The body must be a JSON object'],
    ['invalidSyntax', [], 'The body must be a JSON object'],
    ['invalidSyntax', 'x', 'The body must be a JSON object'],
    ['invalidSyntax', body({ schemas: [CORE, 1] }), '"schemas" must be a list of URNs'],
    ['invalidSyntax', body({ schemas: ['urn:ietf:params:scim:schemas:core:2.0:Other'] }), MUST_LIST],
    ['invalidSyntax', body({ TITLE: 'y' }), '"title" is given more than once'],
    ['invalidSyntax', body({ Schemas: [CORE] }), '"schemas" is given more than once'],
    [
      'invalidSyntax',
      body({ [EXTENSION]: {}, [EXTENSION.toUpperCase()]: {} }),
      `"${EXTENSION}" is given more than once`,
    ],
    ['invalidSyntax', body({ ID: 'a', id: 'b' }), '"id" is given more than once'],
    ['invalidValue', { schemas: [CORE] }, '"title" is required'],
    ['invalidValue', body({ title: null }), '"title" is required'],
    ['invalidValue', body({ title: '' }), '"title" must not be empty'],
    ['invalidValue', body({ title: 1 }), '"title" must be a string in double quotes'],
    ['invalidValue', body({ parts: [{}] }), '"parts" needs "value"'],
    ['invalidValue', body({ parts: 'a' }), '"parts" takes a list of values'],
    ['invalidValue', body({ mails: [{ type: 'work' }] }), '"mails" needs "value"'],
    ['invalidValue', body({ [EXTENSION]: 'M' }), `"${EXTENSION}" takes an object with attributes`],
    ['invalidValue', body({ [EXTENSION]: [{ size: 'M' }] }), `"${EXTENSION}" takes an object with attributes`],
    ['invalidValue', body({ [EXTENSION]: { size: 1 } }), '"size" must be a string in double quotes'],
    ['invalidValue', body({ [EXTENSION]: { boss: {} } }), '"boss" needs "value"'],
    ['invalidSyntax', body({ [EXTENSION]: { size: 'M', SIZE: 'L' } }), '"size" is given more than once'],
  ])('with %s: %j', (scimType, given, detail) => {
    for (const profile of [strict, compat])
      expect(() => documentOf(given, profile)).toThrow(expect.objectContaining({ status: 400, scimType, detail }));
  });

  test.each([
    ['invalidSyntax', { title: 'x' }, MUST_LIST],
    ['invalidSyntax', body({ schemas: [] }), MUST_LIST],
    ['invalidSyntax', body({ schemas: [EXTENSION] }), MUST_LIST],
    ['invalidSyntax', body({ schemas: ['urn:other'] }), MUST_LIST],
    ['invalidSyntax', body({ schemas: CORE }), '"schemas" must be a list of URNs'],
    ['invalidSyntax', body({ schemas: null }), '"schemas" must be a list of URNs'],
    ['invalidSyntax', body({ schemas: [CORE, 'urn:other'] }), '"schemas" lists a schema that Thing does not have'],
    ['mutability', body({ secret: 's' }), '"secret" is not supported: remove it from the mapping'],
  ])('with %s, where the profile of the key is strict: %j', (scimType, given, detail) => {
    expect(() => documentOf(given)).toThrow(expect.objectContaining({ status: 400, scimType, detail }));
  });

  test.each([
    [body({ unknown: 1 }), '"unknown" is not defined in the schemas of Thing: remove it from the mapping'],
    [body({ size: 'M' }), '"size" is not defined in the schemas of Thing: remove it from the mapping'],
    [body({ 'urn:other': {} }), '"urn:other" is not defined in the schemas of Thing: remove it from the mapping'],
    [body({ [EXTENSION]: { title: 'x' } }), `"title" is not defined in ${EXTENSION}: remove it from the mapping`],
  ])('with invalidSyntax, where a name is unknown and the profile of the key is strict: %j', (given, detail) => {
    expect(() => documentOf(given, strict)).toThrow(expect.objectContaining({ scimType: 'invalidSyntax', detail }));
  });
});

describe('Stored values of an extension', () => {
  test.each([
    [{ size: 'M' }, undefined],
    [{ size: 'M', boss: { value: 'b' } }, undefined],
    [undefined, undefined],
    [{ SIZE: 'M' }, 'a value has another form'],
    [{ size: null }, 'a value has another form'],
    [{ code: 'a' }, 'a value has another form'],
    [null, 'a value has another form'],
    [{ size: 1 }, '"size" must be a string in double quotes'],
    [{ other: 1 }, `"other" is not defined in ${EXTENSION}: remove it from the mapping`],
    ['M', `"${EXTENSION}" takes an object with attributes`],
  ])('%j fit the schema unless: %s', (values, fault) => {
    expect(faultOf(values, extension)).toBe(fault);
  });
});

describe('The first attribute that is required and has no value is named', () => {
  test.each([
    [{}, '"title"'],
    [{ title: null }, '"title"'],
    [{ title: 'x', mails: [{ value: 'a' }, { type: 'work' }] }, '"mails.value"'],
    [{ title: 'x', mails: [{ value: null }] }, '"mails.value"'],
    [{ title: 'x', [EXTENSION]: { boss: {} } }, `"boss.value" of ${EXTENSION}`],
  ])('in %j', (document, expected) => {
    expect(() => requireAttributes(document, type, (name) => badRequest('invalidValue', name))).toThrow(
      expect.objectContaining({ detail: expected }),
    );
  });

  test.each([{ title: 'x' }, { title: '' }, { title: 'x', mails: [], [EXTENSION]: { size: 'M' } }])(
    'and none in %j',
    (document) => {
      expect(() => requireAttributes(document, type, (name) => badRequest('invalidValue', name))).not.toThrow();
    },
  );
});
