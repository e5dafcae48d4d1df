import { describe, expect, test } from '@jest/globals';
import { CursorPaging, type Mark } from './cursor-paging.js';
import { IndexPaging } from './index-paging.js';

const mark = (id: string, backward = false): Mark => ({ position: { key: null, id }, backward });
const seal = ({ position, backward }: Mark) => `${backward ? '<' : '>'}${position.id}`;
const page = (...ids: string[]) => ({
  items: ids.map((id) => ({ item: { id }, position: { key: null, id } })),
  totalResults: 9,
});
const paging = (count: number, start?: Mark) => new CursorPaging(count, start, seal);

describe('What is wanted of the database for a page by cursor', () => {
  test.each([
    [2, undefined, { limit: 3, offset: 0, behind: undefined, backward: false }],
    [1, undefined, { limit: 2, offset: 0, behind: undefined, backward: false }],
    [0, undefined, { limit: 0, offset: 0, behind: undefined, backward: false }],
    [2, mark('b'), { limit: 3, offset: 0, behind: { key: null, id: 'b' }, backward: false }],
    [2, mark('b', true), { limit: 3, offset: 0, behind: { key: null, id: 'b' }, backward: true }],
  ])('with a count of %d from %j is %j', (count, start, expected) => {
    expect(paging(count, start).window).toEqual(expected);
  });
});

describe('A page by cursor (RFC 9865)', () => {
  test.each([
    ['the first of several', 2, undefined, ['a', 'b', 'c'], ['a', 'b'], undefined, '>b'],
    ['the only one', 2, undefined, ['a', 'b'], ['a', 'b'], undefined, undefined],
    ['an empty one', 2, undefined, [], [], undefined, undefined],
    ['one of no results', 0, undefined, [], [], undefined, undefined],
    ['one in the middle', 2, mark('b'), ['c', 'd', 'e'], ['c', 'd'], '<c', '>d'],
    ['the last one', 2, mark('b'), ['c', 'd'], ['c', 'd'], '<c', undefined],
    ['one of several from the middle', 3, mark('b'), ['c', 'd', 'e', 'f'], ['c', 'd', 'e'], '<c', '>e'],
    ['one behind the last', 2, mark('z'), [], [], undefined, undefined],
    ['one backward in the middle', 2, mark('e', true), ['d', 'c', 'b'], ['c', 'd'], '<c', '>d'],
    ['the first one, backward', 2, mark('c', true), ['b', 'a'], ['a', 'b'], undefined, '>b'],
    ['one before the first', 2, mark('a', true), [], [], undefined, undefined],
  ])('that is %s', (_what, count, start, found, shown, previousCursor, nextCursor) => {
    const answer = paging(count, start).respond(page(...found));
    expect(answer).toEqual({
      schemas: ['urn:ietf:params:scim:api:messages:2.0:ListResponse'],
      totalResults: 9,
      itemsPerPage: shown.length,
      ...(previousCursor && { previousCursor }),
      ...(nextCursor && { nextCursor }),
      Resources: shown.map((id) => ({ id })),
    });
    expect(Object.keys(answer)).not.toContain('startIndex');
    expect('nextCursor' in answer).toBe(nextCursor !== undefined);
    expect('previousCursor' in answer).toBe(previousCursor !== undefined);
  });
});

describe('A page by index (RFC 7644 §3.4.2.4)', () => {
  test.each([
    [1, 10, { limit: 10, offset: 0, backward: false }],
    [11, 10, { limit: 10, offset: 10, backward: false }],
    [1, 0, { limit: 0, offset: 0, backward: false }],
  ])('from startIndex %d with a count of %d is %j', (startIndex, count, expected) => {
    expect(new IndexPaging(startIndex, count).window).toEqual(expected);
  });

  test('says where it starts and how many there are', async () => {
    expect(await new IndexPaging(11, 2).respond(page('a', 'b'))).toEqual({
      schemas: ['urn:ietf:params:scim:api:messages:2.0:ListResponse'],
      totalResults: 9,
      startIndex: 11,
      itemsPerPage: 2,
      Resources: [{ id: 'a' }, { id: 'b' }],
    });
  });
});
