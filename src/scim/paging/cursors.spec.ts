import { randomBytes } from 'node:crypto';
import { afterEach, describe, expect, jest, test } from '@jest/globals';
import { clock } from '../../platform/database/clock.js';
import { sealed } from '../../platform/secrets/seal.js';
import type { Mark } from './cursor-paging.js';
import { CURSOR_TIMEOUT_S, Cursors } from './cursors.js';

const secret = randomBytes(32);
const cursors = new Cursors(secret);
const mark: Mark = { position: { key: 'ada', id: 'i' }, backward: false };
const NOW = 1_800_000_000_000;

const at = (time: number) => jest.spyOn(clock, 'now').mockReturnValue(time);
afterEach(() => void jest.restoreAllMocks());

describe('A cursor (RFC 9865)', () => {
  test.each<Mark>([
    mark,
    { position: { key: null, id: 'i' }, backward: true },
    { position: { key: 1.5, id: 'i' }, backward: false },
    { position: { key: '', id: '' }, backward: true },
    { position: { key: '😀"', id: 'i' }, backward: false },
  ])('says when it is opened what it said when it was sealed: %j', (given) => {
    expect(cursors.open(cursors.seal(given, 10, 'query'), 10, 'query')).toEqual(given);
  });

  test('tells nothing, is another each time, and can stand in a URL', () => {
    const [one, other] = [cursors.seal(mark, 10, 'query'), cursors.seal(mark, 10, 'query')];
    expect(one).not.toBe(other);
    expect(one).toMatch(/^[\w-]+$/);
    expect(Buffer.from(one, 'base64url').toString()).not.toContain('ada');
  });

  test('lives an hour to the millisecond, and is refused with expiredCursor then', () => {
    at(NOW);
    const cursor = cursors.seal(mark, 10, 'query');
    at(NOW + CURSOR_TIMEOUT_S * 1_000);
    expect(cursors.open(cursor, 10, 'query')).toEqual(mark);
    at(NOW + CURSOR_TIMEOUT_S * 1_000 + 1);
    expect(() => cursors.open(cursor, 10, 'query')).toThrow(
      expect.objectContaining({
        status: 400,
        scimType: 'expiredCursor',
        detail: 'This cursor has expired: start again with an empty one',
      }),
    );
    expect(CURSOR_TIMEOUT_S).toBe(3_600);
  });

  test.each([9, 11, 0])('is refused with invalidCount where "count" was 10 and is %d', (count) => {
    expect(() => cursors.open(cursors.seal(mark, 10, 'query'), count, 'query')).toThrow(
      expect.objectContaining({
        status: 400,
        scimType: 'invalidCount',
        detail: '"count" must stay 10, as on the page that gave this cursor',
      }),
    );
  });

  const cursor = cursors.seal(mark, 10, 'query');
  test.each([
    ['of another query', cursor, 'other'],
    ['of another secret', new Cursors(randomBytes(32)).seal(mark, 10, 'query'), 'query'],
    ['with another ending', `${cursor.slice(0, -1)}${cursor.endsWith('A') ? 'B' : 'A'}`, 'query'],
    ['that is cut', cursor.slice(0, -4), 'query'],
    ['with more behind it', `${cursor}AAAA`, 'query'],
    ['with a blank', `${cursor} `, 'query'],
    ['that is made up', 'abc', 'query'],
    ['that is empty', '', 'query'],
    ['with nothing in it', sealed(secret, '', 'query'), 'query'],
  ])('is refused with invalidCursor: one %s', (_what, given, query) => {
    expect(() => cursors.open(given, 10, query)).toThrow(
      expect.objectContaining({
        status: 400,
        scimType: 'invalidCursor',
        detail: 'This cursor was not given for this query: repeat all parameters, or start again with an empty cursor',
      }),
    );
  });
});
