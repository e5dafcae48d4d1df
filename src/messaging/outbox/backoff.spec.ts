import { expect, test } from '@jest/globals';
import { backoff } from './backoff.js';
import { RelayOptions } from './relay-options.js';

const options = new RelayOptions();
const longest = (attempts: number) => backoff(attempts, options, () => 1);

test('The pause grows threefold with each attempt, up to six hours', () => {
  expect([1, 2, 3].map(longest)).toEqual([15_000, 45_000, 135_000]);
  expect([8, 11, 500].map(longest)).toEqual([21_600_000, 21_600_000, 21_600_000]);
});

test('It is anything between five seconds and that', () => {
  expect([1, 12, 500].map((attempts) => backoff(attempts, options, () => 0))).toEqual([5_000, 5_000, 5_000]);
  expect(backoff(1, options, () => 0.5)).toBe(10_000);
});
