import { expect, test } from '@jest/globals';
import { STATUS, statusRange } from './status-range.js';

test.each([
  ['404', 404, 404],
  ['4xx', 400, 499],
  ['100', 100, 100],
  ['5xx', 500, 599],
])('the status %s means those from %d to %d', (text, first, last) => {
  expect(text).toMatch(STATUS);
  expect(statusRange(text)).toEqual([first, last]);
});

test.each(['', '4', '40', '40x', '4x4', 'xxx', '4XX', '0xx', '6xx', '600', '4040', ' 404', '404\n'])(
  'a status cannot be asked for as %j',
  (text) => expect(text).not.toMatch(STATUS),
);
