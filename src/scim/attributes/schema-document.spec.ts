import { describe, expect, test } from '@jest/globals';
import { attribute } from './attribute.js';
import { readSchemaDocument, SchemaDocumentError } from './schema-document.js';

const ID = 'urn:acme:2.0:User';
const document = (more: object = {}) => ({ id: ID, name: 'Acme', attributes: [{ name: 'size' }], ...more });
const withAttribute = (more: object) => document({ attributes: [{ name: 'size', ...more }] });
const nested = (...subAttributes: unknown[]) => withAttribute({ type: 'complex', subAttributes });

/** `pointer: detail` of each fault. */
function faults(given: unknown): string[] {
  try {
    readSchemaDocument(given);
    return [];
  } catch (error) {
    if (!(error instanceof SchemaDocumentError)) throw error;
    return error.faults.map(({ pointer, detail }) => `${pointer}: ${detail}`);
  }
}

describe('The definition of an extension is read', () => {
  test('with the defaults of RFC 7643 §2.2 for all that it does not say', () => {
    expect(readSchemaDocument(document())).toEqual({
      id: ID,
      name: 'Acme',
      description: '',
      attributes: [attribute('size', '')],
    });
  });

  test('with every characteristic of RFC 7643 §7', () => {
    const given = {
      name: 'size',
      description: 'How\nlarge',
      type: 'reference',
      multiValued: true,
      required: true,
      caseExact: true,
      mutability: 'immutable',
      returned: 'request',
      uniqueness: 'server',
      canonicalValues: ['a'],
      referenceTypes: ['uri'],
    };
    const read = readSchemaDocument(document({ description: 'About', meta: {}, schemas: [], attributes: [given] }));
    const { name, description, ...characteristics } = given;
    expect(read.description).toBe('About');
    expect(read.attributes).toEqual([attribute(name, description, characteristics as never)]);
  });

  test('with sub-attributes, "$ref" among them', () => {
    const [complex] = readSchemaDocument(nested({ name: 'value' }, { name: '$ref', type: 'reference' })).attributes;
    expect(complex).toEqual(
      attribute('size', '', {
        type: 'complex',
        subAttributes: [attribute('value', ''), attribute('$ref', '', { type: 'reference' })],
      }),
    );
  });

  test.each([
    ['default', true],
    ['always', true],
    ['request', true],
    ['never', false],
  ])('an attribute that is returned %s can be named in a filter: %s', (returned, filterable) => {
    expect(readSchemaDocument(withAttribute({ returned })).attributes[0]!.filterable).toBe(filterable);
  });

  test.each(['string', 'boolean', 'decimal', 'integer', 'dateTime', 'binary', 'reference'])(
    'with the type %s',
    (type) => {
      expect(readSchemaDocument(withAttribute({ type })).attributes[0]!.type).toBe(type);
    },
  );

  test.each([
    { id: 'urn:a:b' },
    { id: 'URN:A-1:b/c%20~+$._' },
    { id: `urn:${'a'.repeat(32)}:b` },
    { id: `urn:a:${'b'.repeat(194)}` },
    { name: 'n'.repeat(2_000) },
    { description: 'd'.repeat(2_000) },
    { description: null },
    { description: 'with\ttab, \r\n and a line' },
    { attributes: [{ name: 'a'.repeat(100) }] },
    { attributes: [{ name: 'a-b_c$1' }] },
    { attributes: Array.from({ length: 200 }, (_, index) => ({ name: `a${index}` })) },
    { attributes: [{ name: 'a', type: null, multiValued: null }] },
  ])('at its boundaries: case %#', (more) => {
    expect(faults(document(more))).toEqual([]);
  });
});

const BAD_NAME = '"name" must start with a letter and have letters, digits, "-", "_" or "$"';
const URN = '/id: "id" must be a URN like urn:example:params:scim:schemas:extension:acme:2.0:User';
const COUNT = '/attributes: "attributes" must list 1 to 200 attributes';
const HIDES = 'contains a character that is invisible or changes the direction of text: remove it';
const SUBS = '/attributes/0/subAttributes: size: a complex attribute needs "subAttributes", at most 200';

describe('The definition of an extension is refused with each fault and its place', () => {
  test.each([
    [null, [': The document must be a JSON object with "id", "name" and "attributes"']],
    [[], [': The document must be a JSON object with "id", "name" and "attributes"']],
    ['x', [': The document must be a JSON object with "id", "name" and "attributes"']],
    [document({ id: undefined }), ['/id: The schema: "id" is missing', URN]],
    [
      document({ id: 1 }),
      ['/id: The schema: "id" must be text of at most 2000 characters', '/id: The schema: "id" is missing', URN],
    ],
    [document({ id: 'acme' }), [URN]],
    [document({ id: 'urn:-a:b' }), [URN]],
    [document({ id: 'urn:a:' }), [URN]],
    [document({ id: 'urn:a:b c' }), [URN]],
    [document({ id: 'x urn:a:b' }), [URN]],
    [document({ id: `urn:${'a'.repeat(33)}:b` }), [URN]],
    [document({ id: `urn:a:${'b'.repeat(195)}` }), [URN]],
    [document({ name: ' ' }), ['/name: The schema: "name" is missing']],
    [document({ name: 'a\nb' }), [`/name: The schema: "name" ${HIDES}`]],
    [document({ name: 'a\u202eb' }), [`/name: The schema: "name" ${HIDES}`]],
    [document({ description: 'a\u202eb' }), [`/description: The schema: "description" ${HIDES}`]],
    [
      document({ description: 'd'.repeat(2_001) }),
      ['/description: The schema: "description" must be text of at most 2000 characters'],
    ],
    [document({ description: 1 }), ['/description: The schema: "description" must be text of at most 2000 characters']],
    [document({ 'a/b~c': 1 }), ['/a~1b~0c: The schema: "a/b~c" is not known here']],
    [document({ attributes: undefined }), [COUNT]],
    [document({ attributes: {} }), [COUNT]],
    [document({ attributes: [] }), [COUNT]],
    [document({ attributes: Array.from({ length: 201 }, (_, index) => ({ name: `a${index}` })) }), [COUNT]],
    [document({ attributes: [{ name: 'a' }, 'b'] }), ['/attributes/1: Attribute 2 must be an object']],
    [document({ attributes: [{}] }), [`/attributes/0/name: Attribute 1: ${BAD_NAME}`]],
    [
      document({ attributes: [{ name: 'a' }, { name: 'b' }, { name: 'A' }] }),
      ['/attributes/2/name: A is defined more than once'],
    ],
    [nested({ name: 'a' }, { name: 'A' }), ['/attributes/0/subAttributes/1/name: size.A is defined more than once']],
    [nested('a'), ['/attributes/0/subAttributes/0: Attribute 1 of size must be an object']],
    [nested({ name: '1' }), [`/attributes/0/subAttributes/0/name: Attribute 1 of size: ${BAD_NAME}`]],
    [
      nested({ name: 'a', type: 'complex', subAttributes: [] }),
      ['/attributes/0/subAttributes/0/type: size.a: a sub-attribute cannot be complex itself'],
    ],
    [
      withAttribute({ subAttributes: [] }),
      ['/attributes/0/subAttributes: size: only complex attributes have "subAttributes"'],
    ],
    [withAttribute({ type: 'complex' }), [SUBS]],
    [nested(), [SUBS]],
    [nested(...Array.from({ length: 201 }, (_, index) => ({ name: `a${index}` }))), [SUBS]],
    [
      withAttribute({ type: 'text' }),
      [
        '/attributes/0/type: size: "type" must be one of string, boolean, decimal, integer, dateTime, binary, reference, complex',
      ],
    ],
    [
      withAttribute({ mutability: 'readOnly' }),
      ['/attributes/0/mutability: size: "mutability" must be one of readWrite, immutable'],
    ],
    [
      withAttribute({ returned: 1 }),
      ['/attributes/0/returned: size: "returned" must be one of default, always, request, never'],
    ],
    [
      withAttribute({ uniqueness: 'x' }),
      ['/attributes/0/uniqueness: size: "uniqueness" must be one of none, server, global'],
    ],
    [withAttribute({ multiValued: 'true' }), ['/attributes/0/multiValued: size: "multiValued" must be true or false']],
    [withAttribute({ required: 1 }), ['/attributes/0/required: size: "required" must be true or false']],
    [withAttribute({ caseExact: [] }), ['/attributes/0/caseExact: size: "caseExact" must be true or false']],
    [
      withAttribute({ canonicalValues: 'a' }),
      ['/attributes/0/canonicalValues: size: "canonicalValues" must be a list of texts'],
    ],
    [
      withAttribute({ referenceTypes: [1] }),
      ['/attributes/0/referenceTypes: size: "referenceTypes" must be a list of texts'],
    ],
    [withAttribute({ maxLength: 1 }), ['/attributes/0/maxLength: size: "maxLength" is not known here']],
    [
      withAttribute({ type: 'x', required: 1 }),
      [
        '/attributes/0/type: size: "type" must be one of string, boolean, decimal, integer, dateTime, binary, reference, complex',
        '/attributes/0/required: size: "required" must be true or false',
      ],
    ],
  ])('case %#', (given, expected) => {
    expect(faults(given)).toEqual(expected);
  });

  test.each([
    '',
    '1a',
    '$ref',
    '_a',
    'a b',
    'a.b',
    'a:b',
    'é',
    'constructor',
    'prototype',
    '__proto__',
    'a'.repeat(101),
    1,
  ])('when the name of an attribute is %j', (name) => {
    expect(faults(document({ attributes: [{ name }] }))).toContain(`/attributes/0/name: Attribute 1: ${BAD_NAME}`);
  });

  test('and its message lists them', () => {
    expect(() => readSchemaDocument(document({ name: '', attributes: [] }))).toThrow(
      new Error(
        'The schema cannot be registered:\n  - "attributes" must list 1 to 200 attributes\n  - The schema: "name" is missing',
      ),
    );
    expect(new SchemaDocumentError(['taken']).faults).toEqual([{ detail: 'taken', pointer: '' }]);
  });
});
