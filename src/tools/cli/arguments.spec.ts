import { describe, expect, test } from '@jest/globals';
import { InvalidArgumentError } from 'commander';
import { count } from './count.js';
import { duration } from './duration.js';
import { time } from './time.js';

describe('A duration at the command line', () => {
  test.each([
    ['0s', 0],
    ['90s', 90_000],
    ['30m', 1_800_000],
    ['12h', 43_200_000],
    ['365d', 31_536_000_000],
    ['999999d', 86_399_913_600_000],
  ])('of %s is %d milliseconds', (text, milliseconds) => expect(duration(text)).toBe(milliseconds));

  test.each(['', '90', 's', '-1s', '1.5h', '1w', '1H', ' 1h', '1h ', '1h30m', '1000000s', '١h'])(
    'is refused when it is "%s"',
    (text) => expect(() => duration(text)).toThrow(InvalidArgumentError),
  );
});

describe('A count at the command line', () => {
  test.each([
    ['1', 1],
    ['20', 20],
    ['999999', 999_999],
  ])('of %s is %d', (text, number) => expect(count(text)).toBe(number));

  test.each(['', '0', '01', '-1', '1.5', '1e3', ' 1', '1000000'])('is refused when it is "%s"', (text) =>
    expect(() => count(text)).toThrow(InvalidArgumentError),
  );
});

describe('A time at the command line', () => {
  test.each([
    ['1970-01-01T00:00:00Z', 0],
    ['2026-11-25T14:00:00Z', 1_795_615_200_000],
    ['2026-11-25T16:00:00+02:00', 1_795_615_200_000],
  ])('of %s is %d milliseconds since 1970', (text, milliseconds) => expect(time(text)).toBe(milliseconds));

  test.each(['', 'soon', '2026-13-01T00:00:00Z'])('is refused when it is "%s"', (text) =>
    expect(() => time(text)).toThrow(InvalidArgumentError),
  );
});
