import { describe, expect, test } from '@jest/globals';
import type { Position } from '../sql/order.js';
import { WALK_LIFETIME_MS, WalkPlaces } from './walk-places.js';

const NOW = 1_800_000_000_000;
const at = (id: string): Position => ({ key: null, id });
const later = (places: WalkPlaces, now = NOW) => new WalkPlaces(structuredClone(places.stored), now);
const ids = (places: WalkPlaces, startIndex: number) => places.endsAt(startIndex).map(({ id }) => id);

describe('A page may begin', () => {
  test('where no walk has led: nowhere', () => {
    expect(ids(new WalkPlaces({}, NOW), 11)).toEqual([]);
  });

  test('behind the end of the one before, as often as it is asked for', () => {
    const places = new WalkPlaces({}, NOW);
    places.begin(11, at('a'));
    expect(ids(later(places), 11)).toEqual(['a']);
    places.advance(11, 21, at('b'), false);
    expect([ids(places, 11), ids(places, 21)]).toEqual([['a'], ['b']]);
  });

  test('behind the ends of all walks that may stand there', () => {
    const places = new WalkPlaces({}, NOW);
    places.begin(11, at('a'));
    places.begin(11, at('b'));
    places.advance(11, 21, at('c'), false);
    places.advance(21, 31, at('d'), false);
    expect(ids(places, 11)).toEqual(['a', 'b']);
    places.advance(11, 21, at('e'), false);
    expect(ids(places, 21)).toEqual(['c', 'e']);
    places.advance(21, 31, at('f'), false);
    expect(ids(places, 11)).toEqual([]);
  });

  test('behind the end of a new walk alone, once the one before has gone on or ended', () => {
    const places = new WalkPlaces({}, NOW);
    for (const [first, last] of [
      ['a', 'b'],
      ['c', 'd'],
    ]) {
      places.begin(11, at(first!));
      expect(ids(places, 11)).toEqual([first]);
      places.advance(11, 21, at(last!), true);
      expect([ids(places, 11), ids(places, 21)]).toEqual([[first], [last]]);
    }
  });

  test('behind both ends of one that was repeated, which counts for one walk', () => {
    const places = new WalkPlaces({}, NOW);
    places.begin(11, at('a'));
    places.advance(11, 21, at('b'), false);
    places.advance(11, 21, at('c'), false);
    expect(ids(places, 21)).toEqual(['b', 'c']);
    places.advance(21, 31, at('d'), false);
    places.advance(31, 41, at('e'), false);
    expect([11, 21, 31, 41].map((index) => ids(places, index))).toEqual([[], [], ['d'], ['e']]);
  });

  test('behind the end of a first page that any number may have seen, until it is too old', () => {
    const places = new WalkPlaces({}, NOW);
    places.begin(11, at('a'), 1_000);
    for (let times = 0; times < 5; times += 1) {
      places.advance(11, 21, at('b'), false);
      places.advance(21, 31, at('c'), true);
    }
    expect(ids(places, 11)).toEqual(['a']);
    expect(ids(later(places, NOW + WALK_LIFETIME_MS), 11)).toEqual([]);
  });
});

describe('What is remembered', () => {
  test.each([
    [WALK_LIFETIME_MS - 1, ['a']],
    [WALK_LIFETIME_MS, []],
  ])('is there %d ms later: %j', (age, expected) => {
    const places = new WalkPlaces({}, NOW);
    places.begin(11, at('a'));
    expect(ids(later(places, NOW + age), 11)).toEqual(expected);
  });

  test('is the newest eight ends of an index', () => {
    const places = new WalkPlaces({}, NOW);
    for (const id of 'abcdefghij') places.begin(11, at(id));
    expect(ids(places, 11).join('')).toBe('cdefghij');
  });

  test('is the newest sixty-four indexes', () => {
    const places = new WalkPlaces({}, NOW);
    for (let index = 1; index <= 70; index += 1) places.begin(index, at('a'));
    expect(Object.keys(places.stored).map(Number)).toEqual(Array.from({ length: 64 }, (_, index) => index + 7));
  });
});
