import { describe, expect, test } from '@jest/globals';
import { isRecipient } from './recipient.js';

const GOOD = 'age1lggyhqrw2nlhcxprm67z43rta597azn8gknawjehu9d9dl0jq3yqqvfafg';

describe('A recipient is', () => {
  test.each([GOOD, 'age1t7rxyev2z3rw82stdlrrepyc39nvn86l5078zqkf5uasdy86jp6svpy7pa'])('%s', async (text) =>
    expect(await isRecipient(text)).toBe(true),
  );
});

describe('No recipient is', () => {
  test.each<[string, unknown]>([
    ['one whose checksum is wrong', `${GOOD.slice(0, -1)}q`],
    ['one with two letters that changed places', GOOD.replace('lg', 'gl')],
    ['one in upper case', GOOD.toUpperCase()],
    ['one with a blank at the end', `${GOOD} `],
    ['one that is too short', 'age1qqqqqqqqqqqqqqqqqqqq'],
    ['an identity', 'AGE-SECRET-KEY-1GFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPQ4EGAEX'],
    ['the point zero', 'age1qqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqq5cu47z'],
    ['the point one', 'age1qyqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqj7vrya'],
    ['a point of order eight', 'age1ur4h5lpmgxu2u9jku0a0r87ydtdqnr0tnsetrlvxvgz3vh6fhqqqzyt4v9'],
    ['another point of order eight', 'age1t7wft09r2zxzfvwsk92eeql0tvzyghxytqwgapkcyf8dm5ylz9ts6wm9s8'],
    ['the point p - 1', 'age1anlllllllllllllllllllllllllllllllllllllllllllllllals4n2t7m'],
    ['the point p, which is zero', 'age1ahlllllllllllllllllllllllllllllllllllllllllllllllalsn46ayy'],
    ['the point p + 1, which is one', 'age1amlllllllllllllllllllllllllllllllllllllllllllllllalselrwrv'],
    ['nothing', undefined],
    ['a list', [GOOD]],
  ])('%s', async (_what, text) => expect(await isRecipient(text)).toBe(false));
});
