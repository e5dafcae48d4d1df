import { describe, expect, test } from '@jest/globals';
import { countOf, type Span, within, withOneMore } from './removal-window.js';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const START = 1_764_000_000_000;

const after = (times: readonly number[], windowMs = HOUR_MS) =>
  times.reduce<Span[]>((spans, time) => withOneMore(within(spans, time, windowMs), time, windowMs), []);
const counted = (times: readonly number[], now: number, windowMs = HOUR_MS) =>
  countOf(within(after(times, windowMs), now, windowMs));

describe('The window of removals', () => {
  test('counts each of them for at least its length, and a sixtieth longer at most', () => {
    for (const offset of [0, 1, 29_999, 59_999, 60_000, 61_234]) {
      const time = START + offset;
      expect(counted([time], time + HOUR_MS - 1)).toBe(1);
      expect(counted([time], time + HOUR_MS + MINUTE_MS)).toBe(0);
    }
  });

  test('slides: what is older than an hour leaves with its minute, what is newer stays', () => {
    const times = Array.from({ length: 120 }, (_, number) => START + number * MINUTE_MS);
    expect(counted(times, START + 119 * MINUTE_MS)).toBe(61);
    expect(counted(times, START + 149 * MINUTE_MS)).toBe(31);
    expect(counted(times, START + 200 * MINUTE_MS)).toBe(0);
  });

  test('needs as few spans for thousands as for sixty', () => {
    const times = Array.from({ length: 5_000 }, (_, number) => START + number * 700);
    expect(after(times).length).toBeLessThanOrEqual(61);
    expect(counted(times, times.at(-1)!)).toBe(5_000);
  });

  test('loses nothing when the clock is set back', () => {
    const times = [START + 10 * MINUTE_MS, START];
    expect(counted(times, START)).toBe(2);
    expect(counted(times, START + HOUR_MS + 5 * MINUTE_MS)).toBe(2);
  });

  test.each([1, 60, 10_080])('may be %i minutes long', (minutes) => {
    const windowMs = minutes * MINUTE_MS;
    expect(counted([START, START + windowMs - 1], START + windowMs - 1, windowMs)).toBe(2);
    expect(counted([START], START + windowMs + Math.ceil(windowMs / 60), windowMs)).toBe(0);
  });
});
