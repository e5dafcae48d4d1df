import { describe, expect, test } from '@jest/globals';
import { raw } from 'sql-template-tag';
import {
  newestFirst,
  olderThan,
  type Position,
  positionOf,
  positionText,
  type Source,
  SOURCES,
} from './timeline-entry.js';

const at = (time: number, source: Source, id: string): Position => ({ time, source, id });

describe('A position in a timeline', () => {
  test.each([at(0, 'event', '1'), at(999_999_999_999_999, 'mail', 'a'.repeat(36)), at(5, 'issued', 'A-b_0')])(
    'is the same once it was text: %j',
    (position) => {
      expect(positionOf(positionText(position))).toEqual(position);
    },
  );

  test.each([
    '',
    '1.event',
    '1.event.',
    '.event.1',
    '1.other.1',
    '-1.event.1',
    '1.EVENT.1',
    '1.event.a b',
    '1.event.1.2',
    ' 1.event.1',
    '1000000000000000.event.1',
    `1.event.${'a'.repeat(37)}`,
  ])('is not %j', (text) => {
    expect(positionOf(text)).toBeUndefined();
  });

  test('stands where the newest is first, in a millisecond by source, in a source by number or id', () => {
    const ordered = [
      at(2, 'request', 'a'),
      at(1, 'mail', 'b'),
      at(1, 'mail', 'a'),
      at(1, 'issued', 'z'),
      at(1, 'event', '10'),
      at(1, 'event', '9'),
      at(1, 'request', 'z'),
    ];
    expect(ordered.toReversed().toSorted(newestFirst)).toEqual(ordered);
    expect(newestFirst(at(1, 'mail', 'a'), at(1, 'mail', 'a'))).toBe(0);
    expect(newestFirst(at(1, 'key', '7'), at(1, 'key', '7'))).toBe(0);
  });
});

describe('Entries of a source that are older than a position', () => {
  const older = (source: Source, position?: Position) => {
    const { sql, values } = olderThan(position, source, raw('t'), raw('i'));
    return [sql, ...values];
  };

  test.each(SOURCES)('are all of "%s" where there is none', (source) => {
    expect(older(source)).toEqual(['t IS NOT NULL']);
  });

  test.each([
    ['request', at(5, 'event', '7'), ['t <= ?', 5]],
    ['mail', at(5, 'event', '7'), ['t < ?', 5]],
    ['event', at(5, 'event', '7'), ['(t < ? OR (t = ? AND i < ?))', 5, 5, 7]],
    ['membership', at(5, 'membership', '7'), ['(t < ? OR (t = ? AND i < ?))', 5, 5, 7]],
    ['key', at(5, 'key', '7'), ['(t < ? OR (t = ? AND i < ?))', 5, 5, 7]],
    ['mail', at(5, 'mail', '7'), ['(t < ? OR (t = ? AND i < ?))', 5, 5, '7']],
  ] as const)('of "%s" behind %j', (source, position, expected) => {
    expect(older(source, position)).toEqual(expected);
  });
});
