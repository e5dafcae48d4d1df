import { expect, test } from '@jest/globals';
import { retryAfterMs } from './retry-after.js';

const NOW = Date.parse('Wed, 25 Nov 2026 14:00:00 GMT');

test.each([
  [429, '120', 120_000],
  [503, 'Wed, 25 Nov 2026 14:01:00 GMT', 60_000],
  [503, 'Wed, 25 Nov 2026 13:00:00 GMT', 0],
  [503, 'soon', undefined],
  [503, undefined, undefined],
  [500, '120', undefined],
])('%i with Retry-After: %s asks for %s ms', (status, retryAfter, expected) => {
  expect(retryAfterMs({ status, retryAfter }, NOW)).toBe(expected);
});
