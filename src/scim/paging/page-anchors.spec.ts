import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { type PageAnchor, PageAnchors } from './page-anchors.js';

const NOW = 1_800_000_000_000;
const anchor = (offset: number, more: Partial<PageAnchor> = {}): PageAnchor => ({
  offset,
  id: `id-${offset}`,
  shifts: 1,
  countedAt: NOW,
  ...more,
});

let anchors: PageAnchors;
beforeEach(() => {
  anchors = new PageAnchors();
  jest.spyOn(Date, 'now').mockReturnValue(NOW);
});
afterEach(() => void jest.restoreAllMocks());

const add = (...offsets: number[]) => offsets.forEach((offset) => anchors.add('list', anchor(offset)));
const before = (offset: number, list = 'list') => anchors.before(list, offset)?.offset;

describe('The anchor before an offset', () => {
  test.each([
    [999, undefined],
    [1_999, undefined],
    [2_000, 2_000],
    [2_999, 2_000],
    [3_000, 3_000],
    [9_999, 5_000],
  ])('%d of those at 2000, 5000 and 3000 is: %s', (offset, expected) => {
    add(2_000, 5_000, 3_000);
    expect(before(offset)).toBe(expected);
  });

  test('is of the same list', () => {
    add(2_000);
    expect(before(9_999, 'other')).toBeUndefined();
  });

  test('is not kept where counting from the start is quick', () => {
    add(999);
    expect(before(9_999)).toBeUndefined();
    add(1_000);
    expect(before(9_999)).toBe(1_000);
  });

  test.each([
    [59_999, 2_000],
    [60_000, undefined],
  ])('is %d ms after it was counted: %s', (age, expected) => {
    anchors.add('list', anchor(2_000, { countedAt: NOW - age }));
    expect(before(9_999)).toBe(expected);
  });

  test('gives way to an earlier one that is not too old', () => {
    add(2_000);
    anchors.add('list', anchor(3_000, { countedAt: NOW - 60_000 }));
    expect(before(9_999)).toBe(2_000);
  });
});

describe('An anchor that is added', () => {
  test('takes the place of one at the same offset', () => {
    anchors.add('list', anchor(2_000, { id: 'old' }));
    anchors.add('list', anchor(2_000, { id: 'new' }));
    expect(anchors.before('list', 2_000)).toEqual(anchor(2_000, { id: 'new' }));
  });

  test('ends those of before a shift of the list', () => {
    add(2_000);
    anchors.add('list', anchor(3_000, { shifts: 2 }));
    expect([before(2_999), before(3_000)]).toEqual([undefined, 3_000]);
  });

  test('is one of 64 of a list, of which the oldest goes', () => {
    const offsets = Array.from({ length: 64 }, (_, index) => 1_000 + index);
    add(...offsets);
    expect(before(1_000)).toBe(1_000);
    add(2_000);
    expect([before(1_000), before(1_001), before(1_063), before(2_000)]).toEqual([undefined, 1_001, 1_063, 2_000]);
  });

  test('is forgotten with its list', () => {
    add(2_000);
    anchors.add('other', anchor(2_000));
    anchors.forget('list');
    expect([before(9_999), before(9_999, 'other')]).toEqual([undefined, 2_000]);
  });
});
