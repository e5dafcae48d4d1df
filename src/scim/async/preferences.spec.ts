import { expect, test } from '@jest/globals';
import { readPreferences } from './preferences.js';

test.each([
  ['respond-async', { respondAsync: true }],
  ['Respond-Async, wait=10', { respondAsync: true, wait: 10 }],
  ['return=minimal; x="a, respond-async", wait="5"', { respondAsync: false, wait: 5 }],
  ['wait=3, respond-async; now, wait=9', { respondAsync: true, wait: 3 }],
  ['handling=lenient', { respondAsync: false }],
  ['respond-async, wait=soon', { respondAsync: true }],
  ['respond-asynchronously, ,=', { respondAsync: false }],
  ['wait=5, x="a, respond-async', { respondAsync: false, wait: 5 }],
  ['x="a\\", respond-async", wait=5', { respondAsync: false, wait: 5 }],
  ['respond-async, x="\\', { respondAsync: true }],
])('Prefer: %s', (header, expected) => {
  expect(readPreferences(header)).toEqual(expected);
});
