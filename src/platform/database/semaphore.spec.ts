import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { OverloadedError } from './database-errors.js';
import { Semaphore } from './semaphore.js';

beforeEach(() => void jest.useFakeTimers());
afterEach(() => void jest.useRealTimers());

const never = () => new Promise<never>(() => undefined);

describe('A semaphore', () => {
  test.each([1, 3])(
    'lets %i run at a time, the others in the order of arrival, whatever becomes of each',
    async (width) => {
      const semaphore = new Semaphore(width);
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
      const results = await Promise.allSettled(numbers.map((number) => semaphore.run(() => work(number))));
      expect(begun).toEqual(numbers);
      expect(most).toBe(width);
      expect(results.map(({ status }) => status === 'rejected')).toEqual(numbers.map((number) => number % 2 === 0));
    },
  );

  test('refuses at once what would wait behind a thousand', async () => {
    const semaphore = new Semaphore(1);
    for (let number = 0; number <= 1_000; number += 1) void semaphore.run(never);
    await expect(semaphore.run(never)).rejects.toBeInstanceOf(OverloadedError);
  });

  test('gives the place of work that gave up waiting to the next', async () => {
    const semaphore = new Semaphore(1);
    let end = () => {};
    void semaphore.run(() => new Promise<void>((resolve) => (end = resolve)));
    const late = jest.fn<() => Promise<string>>();
    const refused = expect(semaphore.run(late)).rejects.toBeInstanceOf(OverloadedError);
    await jest.advanceTimersByTimeAsync(6_000);
    const next = semaphore.run(async () => 'done');
    await jest.advanceTimersByTimeAsync(6_000);
    await refused;
    end();
    expect(await next).toBe('done');
    expect(late).not.toHaveBeenCalled();
  });
});
