import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { OverloadedError } from './database-errors.js';
import { Turns } from './turns.js';

beforeEach(() => void jest.useFakeTimers());
afterEach(() => void jest.useRealTimers());

const never = () => new Promise<never>(() => undefined);

describe('Turns', () => {
  test.each([1, 3])(
    'let %i run at a time, the others in the order of arrival, whatever becomes of each',
    async (width) => {
      const turns = new Turns(width);
      const begun: number[] = [];
      let running = 0;
      let most = 0;
      const work = async (number: number) => {
        begun.push(number);
        most = Math.max(most, (running += 1));
        await Promise.resolve();
        running -= 1;
        if (number % 2 === 0) throw new Error('failed');
      };
      const numbers = Array.from({ length: 10 }, (_, index) => index);
      const results = await Promise.allSettled(numbers.map((number) => turns.run(() => work(number))));
      expect(begun).toEqual(numbers);
      expect(most).toBe(width);
      expect(results.map(({ status }) => status === 'rejected')).toEqual(numbers.map((number) => number % 2 === 0));
    },
  );

  test('refuse at once what would wait behind a thousand', async () => {
    const turns = new Turns(1);
    for (let number = 0; number <= 1_000; number += 1) void turns.run(never);
    await expect(turns.run(never)).rejects.toBeInstanceOf(OverloadedError);
  });

  test('that do not come in time are given to those behind', async () => {
    const turns = new Turns(1);
    let end = () => {};
    void turns.run(() => new Promise<void>((resolve) => (end = resolve)));
    const late = jest.fn<() => Promise<string>>();
    const refused = expect(turns.run(late)).rejects.toBeInstanceOf(OverloadedError);
    await jest.advanceTimersByTimeAsync(6_000);
    const next = turns.run(async () => 'done');
    await jest.advanceTimersByTimeAsync(6_000);
    await refused;
    end();
    expect(await next).toBe('done');
    expect(late).not.toHaveBeenCalled();
  });
});
