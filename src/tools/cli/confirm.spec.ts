import { PassThrough } from 'node:stream';
import { describe, expect, test } from '@jest/globals';
import { confirmed } from './confirm.js';

const people = (count: number) => Array.from({ length: count }, (_, index) => `Person ${index + 1}`);

async function asked(names: readonly string[], answer: string) {
  const [input, output] = [new PassThrough(), new PassThrough()];
  const agreed = confirmed('Remove', names, { input, output });
  input.write(`${answer}\n`);
  return { agreed: await agreed, said: String(output.read()) };
}

describe('At a terminal', () => {
  test.each<[number, string, boolean]>([
    [1, 'yes', true],
    [10, 'yes', true],
    [10, 'y', false],
    [10, '', false],
    [11, '11', true],
    [11, ' 11 ', true],
    [11, 'yes', false],
    [40, '39', false],
    [40, '', false],
    [40, '40', true],
  ])('%i people are removed when somebody types %j: %s', async (count, answer, expected) => {
    expect((await asked(people(count), answer)).agreed).toBe(expected);
  });

  test('people are named, and how many more there are', async () => {
    const { said } = await asked(people(25), '');
    expect(said).toMatch(/^Remove 25 people:\n {2}Person 1\n/);
    expect(said).toContain('  Person 20\n  and 5 more\nType 25 to continue: ');
    expect(said).not.toContain('Person 21');
  });

  test('a name cannot write over what is asked', async () => {
    const { said } = await asked(['Bo\u001b[2J\u202e\u2028\u0007'], 'yes');
    expect(said).toMatch(/^Remove 1 person:\n {2}Bo\\u001b\[2J\\u202e\\u2028\\u0007\n/);
  });
});
