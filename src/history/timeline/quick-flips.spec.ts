import { expect, test } from '@jest/globals';
import { quickFlips } from './quick-flips.js';

const event = (sequence: number, time: number, what: string) => ({ sequence, time, type: `user.${what}` });

test('an event that turns active back within a second of the one before is told, whatever came between', () => {
  const events = [
    event(5, 1_900, 'activated'),
    event(4, 1_500, 'updated'),
    event(3, 1_000, 'deactivated'),
    event(2, 500, 'updated'),
    event(1, 0, 'created'),
  ];
  expect([...quickFlips(events)]).toEqual([5]);
});

test('a change back after a second, and a first change, are as they were meant', () => {
  expect([...quickFlips([event(2, 2_000, 'activated'), event(1, 1_000, 'deactivated')])]).toEqual([]);
  expect([...quickFlips([event(2, 10, 'deactivated'), event(1, 0, 'created')])]).toEqual([]);
});
