import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, jest, test } from '@jest/globals';
import { Clock } from './clock.js';

const START = 1_790_000_000_000;
const HOUR_MS = 3_600_000;
let clock: Clock;
beforeEach(() => {
  jest.useFakeTimers({ now: START });
  clock = new Clock();
});
afterEach(() => void jest.useRealTimers());

test('The clock runs as that of the machine does', () => {
  jest.advanceTimersByTime(HOUR_MS);
  expect(clock.now()).toBe(START + HOUR_MS);
});

test.each([
  ['back', -HOUR_MS],
  ['forward', HOUR_MS],
])('The clock runs on when that of the machine is set %s', (_where, by) => {
  jest.setSystemTime(START + by);
  jest.advanceTimersByTime(5_000);
  expect(clock.now()).toBe(START + 5_000);
});

test.each([
  ['back', -HOUR_MS, START],
  ['forward', HOUR_MS, START + HOUR_MS],
])('Without a database that has a clock it follows the machine forward and never back: set %s', (_where, by, time) => {
  jest.setSystemTime(START + by);
  expect(clock.follow(undefined)).toBe(START + by - time);
  expect(clock.now()).toBe(time);
  jest.setSystemTime(START);
  clock.follow(undefined);
  jest.advanceTimersByTime(5_000);
  expect(clock.now()).toBe(time + 5_000);
});

test('It follows the clock of the database, whatever that of the machine says', () => {
  expect(clock.follow(START + HOUR_MS)).toBe(-HOUR_MS);
  expect(clock.now()).toBe(START + HOUR_MS);
  jest.setSystemTime(START + 5 * HOUR_MS);
  jest.advanceTimersByTime(5_000);
  clock.follow(START + HOUR_MS + 5_000);
  expect(clock.now()).toBe(START + HOUR_MS + 5_000);
});

test('It follows a database that is behind without going back', () => {
  clock.now();
  clock.follow(START - HOUR_MS);
  expect(clock.now()).toBe(START);
  expect(new Clock().follow(START - HOUR_MS)).toBe(HOUR_MS);
  jest.advanceTimersByTime(HOUR_MS + 5_000);
  expect(clock.now()).toBe(START + 5_000);
});

/** Files in which the time decides nothing that others rely on: how long something took, and ids. */
const OWN_TIME = [
  /^platform\/ids\/new-id\.ts$/,
  /^platform\/database\/(clock|unit-of-work)\.ts$/,
  /^(web\/http-adapter|console-api\/connection-test|history\/requests\/request-log)\.ts$/,
  /^scim\/(paging\/page-anchors|resource\/list-pages)\.ts$/,
  /^tools\/(confirmer|simulate)\//,
];

test('Nothing else in the server reads the clock of the machine', () => {
  const root = join(import.meta.dirname, '../..');
  const readers = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter(
    (file) =>
      /(?<!\.spec)\.ts$/.test(file) && /Date\.now\(\)|new Date\(\)/.test(readFileSync(join(root, file), 'utf8')),
  );
  expect(readers.filter((file) => !OWN_TIME.some((own) => own.test(file)))).toEqual([]);
});
