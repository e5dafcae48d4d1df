import { describe, expect, test } from '@jest/globals';
import { Problem } from '../../platform/http/problem.js';
import { numberOf } from './numbers.js';

const range = { name: 'limit', least: 1, most: 500 };

describe('A number of a query', () => {
  test.each([
    [undefined, 100],
    ['', 100],
    ['1', 1],
    ['007', 7],
    ['500', 500],
  ])('given as %j is %d', (text, number) => expect(numberOf(text, 100, range)).toBe(number));

  test.each(['0', '501', '-1', '+1', '1.0', '1e2', ' 1', '0x1', 'NaN', '12345678901234567', ['1'], { a: '1' }, 5])(
    'given as %j is refused with what it may be',
    (text) => {
      const refused = () => numberOf(text, 100, range);
      expect(refused).toThrow(Problem);
      expect(refused).toThrow('limit has to be a whole number from 1 to 500');
    },
  );

  test('without bounds is one that JavaScript counts exactly', () => {
    expect(numberOf('0', 5, { name: 'after' })).toBe(0);
    expect(numberOf('9007199254740991', 5, { name: 'after' })).toBe(Number.MAX_SAFE_INTEGER);
    expect(() => numberOf('9007199254740992', 5, { name: 'after' })).toThrow('from 0 to 9007199254740991');
  });
});
