import { describe, expect, test } from '@jest/globals';
import { readProjectionParameters, readSearchBody, readSearchParameters, SEARCH_REQUEST } from './search-request.js';

const nothing = {
  filter: undefined,
  sortBy: undefined,
  descending: false,
  startIndex: 1,
  count: 100,
  cursor: undefined,
  attributes: [],
  excludedAttributes: [],
};

describe('The parameters of a query (RFC 7644 §3.4.2) are read from a URL', () => {
  test.each([
    [{}, {}],
    [{ filter: '' }, { filter: '' }],
    [{ filter: 'title pr' }, { filter: 'title pr' }],
    [{ sortBy: '' }, {}],
    [{ sortBy: 'title' }, { sortBy: 'title' }],
    [{ sortOrder: 'ascending' }, {}],
    [{ sortOrder: 'Descending' }, { descending: true }],
    [{ startIndex: '7' }, { startIndex: 7 }],
    [{ startIndex: '0' }, {}],
    [{ startIndex: '-5' }, {}],
    [{ startIndex: '' }, {}],
    [{ startIndex: ' +7 ' }, { startIndex: 7 }],
    [{ startIndex: '999999999999999' }, { startIndex: 999_999_999_999_999 }],
    [{ count: '' }, {}],
    [{ count: '0' }, { count: 0 }],
    [{ count: '-1' }, { count: 0 }],
    [{ count: '1000' }, { count: 1_000 }],
    [{ count: '1001' }, { count: 1_000 }],
    [{ cursor: '' }, { cursor: '' }],
    [
      { cursor: 'c', count: '1000' },
      { cursor: 'c', count: 1_000 },
    ],
    [
      { cursor: 'c', count: '-1' },
      { cursor: 'c', count: 0 },
    ],
    [{ cursor: 'c', startIndex: '' }, { cursor: 'c' }],
    [{ attributes: 'a, b,,c ' }, { attributes: ['a', 'b', 'c'] }],
    [
      { ATTRIBUTES: 'a,b', SortBY: 'c', startindex: '2' },
      { attributes: ['a', 'b'], sortBy: 'c', startIndex: 2 },
    ],
    [{ excludedAttributes: 'a' }, { excludedAttributes: ['a'] }],
    [{ attributes: '', excludedAttributes: ' , ' }, {}],
    [{ unknown: 'x' }, {}],
  ])('%j', (query, expected) => {
    expect(readSearchParameters(query)).toEqual({ ...nothing, ...expected });
  });

  test.each([
    ['invalidValue', { filter: ['a', 'b'] }, '"filter" must be given once'],
    ['invalidValue', { filter: 'a', Filter: 'a' }, '"filter" must be given once'],
    ['invalidValue', { filters: 'a' }, '"filters" is no parameter of a query: write "filter"'],
    ['invalidValue', { sortBy: {} }, '"sortBy" must be given once, as text'],
    ['invalidValue', { sortOrder: ['ascending'] }, '"sortOrder" must be given once'],
    ['invalidValue', { cursor: ['a', 'b'] }, '"cursor" must be given once'],
    ['invalidValue', { sortOrder: 'up' }, '"sortOrder" must be ascending or descending'],
    ['invalidValue', { sortOrder: '' }, '"sortOrder" must be ascending or descending'],
    ['invalidValue', { startIndex: '1.5' }, '"startIndex" must be a whole number'],
    ['invalidValue', { startIndex: 'one' }, '"startIndex" must be a whole number'],
    ['invalidValue', { startIndex: ['1', '2'] }, '"startIndex" must be given once'],
    ['invalidValue', { startIndex: '1000000000000000' }, '"startIndex" must be a whole number'],
    ['invalidValue', { count: '0x10' }, '"count" must be a whole number'],
    ['invalidValue', { count: '1e3' }, '"count" must be a whole number'],
    ['invalidValue', { count: ' ' }, '"count" must be a whole number'],
    ['invalidValue', { count: '+-1' }, '"count" must be a whole number'],
    ['invalidValue', { cursor: '', startIndex: '1' }, '"cursor" and "startIndex" cannot be given together'],
    ['invalidCount', { cursor: '', count: '1001' }, '"count" must be from 0 to 1000'],
    ['invalidValue', { attributes: { a: 'b' } }, '"attributes" must be a list of attribute names'],
    ['invalidValue', { excludedAttributes: ['a', 'b'] }, '"excludedAttributes" must be given once'],
  ])('and refused with %s: %j', (scimType, query, detail) => {
    expect(() => readSearchParameters(query)).toThrow(expect.objectContaining({ status: 400, scimType, detail }));
  });
});

describe('The body of POST /.search (RFC 7644 §3.4.3)', () => {
  const schemas = [SEARCH_REQUEST];

  test.each([
    [{}, {}],
    [
      { filter: null, sortBy: null, sortOrder: null, startIndex: null, count: null, cursor: null, attributes: null },
      {},
    ],
    [
      { startIndex: 3, count: 5 },
      { startIndex: 3, count: 5 },
    ],
    [{ startIndex: -3, count: -5 }, { count: 0 }],
    [{ count: 5_000 }, { count: 1_000 }],
    [
      { Attributes: ['a', 'b'], sortOrder: 'descending' },
      { attributes: ['a', 'b'], descending: true },
    ],
  ])('is read: %j', (body, expected) => {
    expect(readSearchBody({ schemas, ...body })).toEqual({ ...nothing, ...expected });
  });

  test.each([
    [{ startIndex: '3' }, '"startIndex" must be a whole number'],
    [{ count: 1.5 }, '"count" must be a whole number'],
    [{ count: 1e300 }, '"count" must be a whole number'],
    [{ count: '' }, '"count" must be a whole number'],
    [{ filter: 1 }, '"filter" must be given once, as text'],
    [{ filter: 'a', FILTER: 'b' }, '"filter" must be given once'],
    [{ attributes: [1] }, '"attributes" must be a list of attribute names'],
  ])('is refused with invalidValue: %j', (body, detail) => {
    expect(() => readSearchBody({ schemas, ...body })).toThrow(
      expect.objectContaining({ scimType: 'invalidValue', detail }),
    );
  });

  test.each([undefined, null, [], 'x', {}, { schemas: SEARCH_REQUEST }, { schemas: [] }, { schemas: ['urn:other'] }])(
    'is refused with invalidSyntax: %j',
    (body) => {
      expect(() => readSearchBody(body)).toThrow(
        expect.objectContaining({
          status: 400,
          scimType: 'invalidSyntax',
          detail: `The body must be a JSON object whose "schemas" lists ${SEARCH_REQUEST}`,
        }),
      );
    },
  );
});

test('A request that answers with one resource takes names of attributes and ignores the rest', () => {
  expect(readProjectionParameters({ attributes: 'a,b', count: 'x' })).toEqual({
    attributes: ['a', 'b'],
    excludedAttributes: [],
  });
});
