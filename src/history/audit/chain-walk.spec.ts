import { describe, expect, test } from '@jest/globals';
import { BatchDigest, firstHash, linkOf } from '../../events/event-chain.js';
import type { StoredEvent } from '../../events/event.entity.js';
import type { SequenceEnds } from '../../events/events.repository.js';
import { ChainWalk, type Fault, headOf, headText, type WalkOptions } from './chain-walk.js';

const FIRST = firstHash('o');
const OTHER = 'f'.repeat(64);

/** Events from `from` on, with a link at the end of each batch. */
function chain(sizes: readonly number[], from = 1, before = FIRST): StoredEvent[] {
  const events: StoredEvent[] = [];
  let [sequence, head] = [from, before];
  for (const size of sizes) {
    const batch = Array.from({ length: size }, () => eventOf(sequence++));
    const digest = batch.reduce((all, event) => all.add(event), new BatchDigest()).value();
    head = linkOf(head, sequence - 1, digest);
    events.push(...batch.slice(0, -1), { ...batch.at(-1)!, hash: head });
  }
  return events;
}

function eventOf(sequence: number): StoredEvent {
  const rest = { time: sequence, type: 'user.updated', actor: '{}', requestId: null, data: '{}' };
  return {
    organizationId: 'o',
    sequence,
    id: `e${sequence}`,
    resourceType: 'User',
    resourceId: 'u',
    ...rest,
    hash: null,
  };
}

/** Batches of one, two and one: links at 1, 3 and 4. */
const EVENTS = chain([1, 2, 1]);
const headAt = (sequence: number) => ({ sequence, hash: EVENTS[sequence - 1]!.hash! });
const ENDS: SequenceEnds = { lastSequence: 4, lastHash: headAt(4).hash, anchorSequence: 0, anchorHash: FIRST };

interface Walked {
  readonly fault: Fault | undefined;
  readonly walk: ChainWalk;
}

function walked(
  events: readonly StoredEvent[] = EVENTS,
  ends: Partial<SequenceEnds> = {},
  options: Partial<WalkOptions> = {},
  isAnchored = true,
): Walked {
  const walk = new ChainWalk({ ...ENDS, ...ends }, { first: 1, ...options });
  let fault = walk.begin();
  for (const event of events) fault ??= walk.take(event);
  return { fault: fault ?? walk.end(isAnchored), walk };
}

const without = (sequence: number) => EVENTS.filter((event) => event.sequence !== sequence);
const changed = (sequence: number, change: Partial<StoredEvent>) =>
  EVENTS.map((event) => (event.sequence === sequence ? { ...event, ...change } : event));
const brokenAt = (sequence: number) =>
  `Its hash is not that of the events up to ${sequence}: one was changed, put in, or is another`;

describe('A walk along a chain that holds', () => {
  test('finds no fault, and counts events and links', () => {
    const { fault, walk } = walked();
    expect(fault).toBeUndefined();
    expect([walk.events, walk.links, walk.earlier]).toEqual([4, 3, 0]);
    expect([walk.last, walk.place, walk.position]).toEqual([headAt(4), headAt(4), 4]);
  });

  test('has nothing to say of a chain without events', () => {
    expect(walked([], { lastSequence: 0, lastHash: FIRST }).fault).toBeUndefined();
  });

  test('counts apart what is from before there was a chain', () => {
    const later = chain([2], 3);
    const ends = { lastSequence: 4, lastHash: later[1]!.hash!, anchorSequence: 2 };
    const { fault, walk } = walked([eventOf(1), eventOf(2), ...later], ends);
    expect(fault).toBeUndefined();
    expect([walk.events, walk.links, walk.earlier]).toEqual([2, 1, 2]);
  });

  test('begins behind what retention has removed', () => {
    const { fault, walk } = walked(EVENTS.slice(1), { anchorSequence: 1, anchorHash: headAt(1).hash }, { first: 2 });
    expect(fault).toBeUndefined();
    expect([walk.events, walk.links, walk.earlier]).toEqual([3, 2, 0]);
  });

  test('goes on behind a head up to which was walked before', () => {
    const { fault, walk } = walked(EVENTS.slice(1), {}, { after: headAt(1) });
    expect(fault).toBeUndefined();
    expect([walk.events, walk.links]).toEqual([3, 2]);
  });

  test('goes on among what is from before there was a chain', () => {
    const later = chain([2], 3);
    const ends = { lastSequence: 4, lastHash: later[1]!.hash!, anchorSequence: 2 };
    const { fault, walk } = walked([eventOf(2), ...later], ends, { after: { sequence: 1, hash: FIRST } });
    expect(fault).toBeUndefined();
    expect([walk.events, walk.earlier]).toEqual([2, 1]);
  });

  test('does not go back to a head that was removed since', () => {
    const ends = { anchorSequence: 3, anchorHash: headAt(3).hash };
    expect(walked(EVENTS.slice(3), ends, { first: 4, after: { sequence: 3, hash: OTHER } }).fault).toBeUndefined();
  });

  test.each([0, 1, 3, 4])('finds the hash that was noted at %d', (sequence) => {
    const expected = sequence === 0 ? { sequence, hash: FIRST } : headAt(sequence);
    expect(walked(EVENTS, {}, { expected }).fault).toBeUndefined();
  });

  test('may stop at a link, and not between links', () => {
    const walk = new ChainWalk(ENDS, { first: 1 });
    const stops = EVENTS.map((event) => {
      walk.take(event);
      return walk.isAtLink;
    });
    expect(stops).toEqual([true, false, true, true]);
  });

  test('may stop anywhere before the chain begins', () => {
    const walk = new ChainWalk({ ...ENDS, anchorSequence: 2 }, { first: 1 });
    expect([walk.position, walk.isAtLink]).toEqual([0, true]);
    walk.take(eventOf(1));
    expect([walk.position, walk.isAtLink]).toEqual([1, true]);
    expect(walk.place).toEqual({ sequence: 1, hash: FIRST });
    walk.take(eventOf(2));
    walk.take(eventOf(3));
    expect([walk.position, walk.isAtLink]).toEqual([3, false]);
  });
});

describe('A walk along a chain that does not hold says where', () => {
  const alone = EVENTS.slice(0, 3);
  test.each<[string, () => Walked, number, string]>([
    ['the first event is missing', () => walked(without(1)), 1, 'It is missing'],
    ['one between others is missing', () => walked(without(2)), 2, 'It is missing'],
    ['the last event is missing', () => walked(without(4)), 4, 'It is missing'],
    ['there is none at all', () => walked([]), 1, 'It is missing'],
    ['one is there twice', () => walked([EVENTS[0]!, ...EVENTS]), 2, 'It is missing'],
    ['an event was changed', () => walked(changed(1, { data: '{"a":1}' })), 1, brokenAt(1)],
    ['one of a batch was changed', () => walked(changed(3, { type: 'user.deleted' })), 2, brokenAt(3)],
    ['a hash was changed', () => walked(changed(3, { hash: OTHER })), 2, brokenAt(3)],
    ['a link between others was taken out', () => walked(changed(1, { hash: null })), 1, brokenAt(3)],
    ['the last link was taken out', () => walked(changed(4, { hash: null })), 4, 'No link follows'],
    ['the chain begins with another hash', () => walked(EVENTS, { anchorHash: OTHER }), 1, brokenAt(1)],
    [
      'the organization has another last hash',
      () => walked(EVENTS, { lastHash: OTHER }),
      4,
      'Its hash is not the last of the organization',
    ],
    [
      'all events up to one were removed and nothing tells of it',
      () => walked(EVENTS.slice(1), { anchorSequence: 1, anchorHash: headAt(1).hash }, { first: 2 }, false),
      1,
      'No event tells that those up to it were removed',
    ],
    [
      'an event was noted with another hash',
      () => walked(EVENTS, {}, { expected: { sequence: 3, hash: OTHER } }),
      3,
      'Its hash is another than the one expected',
    ],
    [
      'the beginning was noted with another hash',
      () => walked(EVENTS, {}, { expected: { sequence: 0, hash: OTHER } }),
      0,
      'Its hash is another than the one expected',
    ],
    [
      'an event between links was noted',
      () => walked(EVENTS, {}, { expected: { sequence: 2, hash: OTHER } }),
      2,
      'It has no hash to be compared',
    ],
    [
      'an event was noted that retention has removed',
      () =>
        walked(EVENTS.slice(3), { anchorSequence: 3, anchorHash: headAt(3).hash }, { first: 4, expected: headAt(1) }),
      1,
      'Its hash cannot be compared: the chain that is kept begins after 3',
    ],
    [
      'an event was noted that is no longer there',
      () => walked(alone, { lastSequence: 3, lastHash: headAt(3).hash }, { expected: headAt(4) }),
      4,
      'It is missing: the last event is 3',
    ],
  ])('where %s', (_what, walk, sequence, detail) => {
    expect(walk().fault).toEqual({ sequence, detail });
  });
});

describe('A head is written down as its sequence number and its hash', () => {
  test('and read again', () => {
    expect(headText({ sequence: 12, hash: OTHER })).toBe(`12:${OTHER}`);
    expect(headOf(`12:${OTHER}`)).toEqual({ sequence: 12, hash: OTHER });
    expect(headOf(`${'9'.repeat(15)}:${OTHER}`)?.sequence).toBe(999_999_999_999_999);
  });

  test.each([
    '',
    '12',
    OTHER,
    `:${OTHER}`,
    `-1:${OTHER}`,
    `1.5:${OTHER}`,
    `12:${OTHER}0`,
    `12:${OTHER.slice(1)}`,
    `12:${OTHER.toUpperCase()}`,
    ` 12:${OTHER}`,
    `12:${OTHER}\n`,
    `${'9'.repeat(16)}:${OTHER}`,
  ])('and nothing else is one: %j', (text) => {
    expect(headOf(text)).toBeUndefined();
  });
});
