import { describe, expect, test } from '@jest/globals';
import { limitOf } from './limit.js';

describe('The limit of the breaker', () => {
  test.each([
    ['the number in a small organization', 10, 10, 30, 10],
    ['the share in a large one', 10, 10, 2_000, 200],
    ['the number alone', 50, null, 2_000, 50],
    ['the share alone', null, 5, 2_000, 100],
    ['one, where the share is less than one', null, 5, 3, 1],
    ['one, where nobody is left', null, 5, 0, 1],
    ['rounded down', null, 10, 19, 1],
  ])('is %s', (_what, breakerPeople, breakerPercent, people, expected) => {
    expect(limitOf({ breakerPeople, breakerPercent }, people)).toBe(expected);
  });
});
