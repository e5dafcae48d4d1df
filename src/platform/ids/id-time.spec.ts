import { expect, test } from '@jest/globals';
import { firstIdAt } from './id-time.js';
import { isId } from './new-id.js';

test.each([
  [0, '00000000-0000-0000-0000-000000000000'],
  [-1, '00000000-0000-0000-0000-000000000000'],
  [1, '00000000-0001-0000-0000-000000000000'],
  [65_536, '00000001-0000-0000-0000-000000000000'],
  [1_764_000_000_000, '019ab697-e800-0000-0000-000000000000'],
  [2 ** 48 - 1, 'ffffffff-ffff-0000-0000-000000000000'],
])('the lowest id at %d milliseconds since 1970 is %s', (time, id) => {
  expect(firstIdAt(time)).toBe(id);
  expect(isId(id)).toBe(true);
});
