import { afterEach, beforeEach, expect, jest, test } from '@jest/globals';
import { CredentialCache } from './credential-cache.js';
import type { KeyCredential } from './scim-keys.repository.js';

beforeEach(() => void jest.useFakeTimers());
afterEach(() => void jest.useRealTimers());

const HOUR_MS = 3_600_000;

test.each([
  ['is kept for a second', 900, 0, 1],
  ['is read again after it', 1_100, 0, 2],
  ['is read again after it when the clock is set back meanwhile', 1_100, -HOUR_MS, 2],
  ['is kept for a second when the clock is set forward', 900, HOUR_MS, 1],
])('A credential %s', async (_what, passes, isSet, reads) => {
  // At zero, lru-cache takes a start for none.
  jest.advanceTimersByTime(1);
  const cache = new CredentialCache();
  const read = jest.fn(async () => ({ id: 'a', organizationId: 'o' }) as KeyCredential);
  await cache.get('a', read);
  jest.advanceTimersByTime(passes);
  jest.setSystemTime(Date.now() + isSet);
  await cache.get('a', read);
  expect(read).toHaveBeenCalledTimes(reads);
});
