import { describe, expect, test } from '@jest/globals';
import { BULK_REQUEST, MAX_BULK_OPERATIONS, readBulk } from './bulk-request.js';
import { bulkIdsIn, resolved } from './references.js';

describe('A reference to what another operation makes (RFC 7644 §3.7.2)', () => {
  test.each([
    ['bulkId:a', ['a'], '1'],
    ['bulkId:a b\nc', ['a b\nc'], '3'],
    ['bulkId:', [], 'bulkId:'],
    ['xbulkId:a', [], 'xbulkId:a'],
    ['BULKID:a', [], 'BULKID:a'],
    [{ value: 'bulkId:a' }, ['a'], { value: '1' }],
    [{ 'bulkId:a': 'x' }, [], { 'bulkId:a': 'x' }],
    [
      [{ value: 'bulkId:a' }, ['bulkId:b', 'bulkId:a']],
      ['a', 'b', 'a'],
      [{ value: '1' }, ['2', '1']],
    ],
    [{ path: 'members[value eq "bulkId:a"]' }, ['a'], { path: 'members[value eq "1"]' }],
    [
      { PATH: 'm[value eq "bulkId:a" or value eq "bulkId:b"]' },
      ['a', 'b'],
      { PATH: 'm[value eq "1" or value eq "2"]' },
    ],
    [{ path: '/Users/bulkId:a/x' }, ['a'], { path: '/Users/1/x' }],
    [{ path: 'bulkId:a' }, ['a'], { path: '1' }],
    [{ path: { path: 'x/bulkId:a' } }, ['a'], { path: { path: 'x/1' } }],
    [{ name: 'x/bulkId:a' }, [], { name: 'x/bulkId:a' }],
    [[null, 1, true], [], [null, 1, true]],
  ])('%j', (value, found, expected) => {
    const ids = new Map([
      ['a', '1'],
      ['b', '2'],
      ['a b\nc', '3'],
    ]);
    expect(bulkIdsIn(value)).toEqual(found);
    expect(resolved(value, ids)).toEqual(expected);
  });
});

describe('The body of a bulk request (RFC 7644 §3.7)', () => {
  const schemas = [BULK_REQUEST];

  test.each([
    [
      { schemas, Operations: [] },
      { failOnErrors: undefined, operations: [] },
    ],
    [
      { schemas: ['urn:x', BULK_REQUEST], Operations: [{ a: 1 }] },
      { failOnErrors: undefined, operations: [{ a: 1 }] },
    ],
    [
      { schemas, Operations: [], failOnErrors: 1 },
      { failOnErrors: 1, operations: [] },
    ],
  ])('is read: %j', (body, expected) => {
    expect(readBulk(body)).toEqual(expected);
  });

  const NO_BULK = `The body must be a JSON object whose "schemas" lists ${BULK_REQUEST}`;

  test.each([
    [null, NO_BULK],
    [[], NO_BULK],
    [{ Operations: [] }, NO_BULK],
    [{ schemas: BULK_REQUEST, Operations: [] }, NO_BULK],
    [{ schemas: ['urn:x'], Operations: [] }, NO_BULK],
    [{ schemas }, '"Operations" must be a list of objects'],
    [{ schemas, Operations: {} }, '"Operations" must be a list of objects'],
    [{ schemas, Operations: [{}, null] }, '"Operations" must be a list of objects'],
    [{ schemas, Operations: [], failOnErrors: 0 }, '"failOnErrors" must be a whole number above 0'],
    [{ schemas, Operations: [], failOnErrors: 1.5 }, '"failOnErrors" must be a whole number above 0'],
    [{ schemas, Operations: [], failOnErrors: '1' }, '"failOnErrors" must be a whole number above 0'],
    [{ schemas, Operations: [], failOnErrors: null }, '"failOnErrors" must be a whole number above 0'],
  ])('is refused with invalidSyntax: %j', (body, detail) => {
    expect(() => readBulk(body)).toThrow(expect.objectContaining({ status: 400, scimType: 'invalidSyntax', detail }));
  });

  test('is refused with 413 beyond its operations', () => {
    const of = (length: number) => ({ schemas, Operations: Array.from({ length }, () => ({})) });
    expect(readBulk(of(MAX_BULK_OPERATIONS)).operations).toHaveLength(MAX_BULK_OPERATIONS);
    expect(() => readBulk(of(MAX_BULK_OPERATIONS + 1))).toThrow(
      expect.objectContaining({
        status: 413,
        scimType: undefined,
        detail: 'A bulk request takes at most 1000 operations: send several',
      }),
    );
  });
});
