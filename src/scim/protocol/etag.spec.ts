import { describe, expect, test } from '@jest/globals';
import { checkPrecondition, etagOf, namesVersion } from './etag.js';

test.each([
  [1, 'W/"1"'],
  [12, 'W/"12"'],
])('The ETag of version %d is weak: %s', (version, etag) => {
  expect(etagOf(version)).toBe(etag);
  expect(namesVersion(etag, version)).toBe(true);
});

describe('A header of ETags', () => {
  test.each(['W/"12"', '"12"', '*', ' W/"12" ', 'W/"11", W/"12"', 'W/"11","12"', '"x",*', 'W/"12", "12"'])(
    '%j names version 12.',
    (header) => {
      expect(namesVersion(header, 12)).toBe(true);
    },
  );

  test.each([
    '',
    '12',
    'W/12',
    'W/"1"',
    '"2"',
    '"112"',
    '"12',
    '12"',
    'w/"12"',
    'W/W/"12"',
    '"W/12"',
    '"*"',
    '**',
    '"1" "2"',
  ])('%j does not name version 12', (header) => {
    expect(namesVersion(header, 12)).toBe(false);
  });
});

describe('If-Match', () => {
  test.each([undefined, '*', 'W/"3"', '"2", "3"'])('%j lets a change of version 3 pass', (ifMatch) => {
    expect(() => checkPrecondition(ifMatch, 3)).not.toThrow();
  });

  test.each(['', 'W/"2"', '"33"'])('%j stops a change of version 3 with 412 and no scimType', (ifMatch) => {
    expect(() => checkPrecondition(ifMatch, 3)).toThrow(
      expect.objectContaining({
        status: 412,
        scimType: undefined,
        detail: 'The resource has changed since it was read: read it again and repeat the change',
      }),
    );
  });
});
