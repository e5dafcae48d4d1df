import { describe, expect, test } from '@jest/globals';
import { instantOf } from './date-time.js';

describe('instantOf', () => {
  test.each([
    ['2011-05-13T04:42:34Z', Date.UTC(2011, 4, 13, 4, 42, 34)],
    ['2011-05-13T04:42:34', Date.UTC(2011, 4, 13, 4, 42, 34)],
    ['2011-05-13T04:42:34.5Z', Date.UTC(2011, 4, 13, 4, 42, 34, 500)],
    ['2011-05-13T04:42:34.123456+02:00', Date.UTC(2011, 4, 13, 2, 42, 34, 123) + 0.456],
    ['2012-02-29T00:00:00-05:30', Date.UTC(2012, 1, 29, 5, 30)],
  ])('%s', (text, milliseconds) => {
    expect(instantOf(text)).toBeCloseTo(milliseconds, 3);
  });

  test.each([
    '',
    'yesterday',
    '2011-05-13',
    '04:42:34',
    '2011-13-01T00:00:00Z',
    '2011-02-30T00:00:00Z',
    '2011-05-13T25:00:00Z',
    '1305261754',
  ])('%j is none', (text) => {
    expect(instantOf(text)).toBeUndefined();
  });
});
