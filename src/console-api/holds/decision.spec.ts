import { describe, expect, test } from '@jest/globals';
import type { WaitingRemoval } from '../../breaker/held-removals.repository.js';
import type { Actor } from '../../events/actor.js';
import { decidedMeanwhile, heldAt, isSame, isVersion, type OtherDecision, versionOf } from './decision.js';

const removal = {
  firstAskedAt: 1_764_000_000_000,
  version: 3,
  kind: 'deactivate',
  status: 'confirmed',
  isAdmin: false,
} as WaitingRemoval;

describe('The version of a held removal', () => {
  test('can be read again', () => {
    const version = versionOf(removal);
    expect(version).toBe('1764000000000.3.deactivate.confirmed.0');
    expect(isVersion(version)).toBe(true);
    expect(heldAt(version)).toBe(removal.firstAskedAt);
  });

  test.each<[Partial<WaitingRemoval>]>([
    [{ firstAskedAt: 1_764_000_000_001 }],
    [{ version: 4 }],
    [{ kind: 'delete' }],
    [{ status: 'invited' }],
    [{ isAdmin: true }],
  ])('is another one with %j', (change) => {
    const version = versionOf({ ...removal, ...change });
    expect(version).not.toBe(versionOf(removal));
    expect(isVersion(version)).toBe(true);
  });

  test.each([
    undefined,
    null,
    1,
    {},
    '',
    '1.2.deactivate.confirmed',
    '1.2.suspend.confirmed.0',
    '1.2.delete.confirmed.2',
  ])('is not %j', (text) => expect(isVersion(text)).toBe(false));

  test.each([
    '-1.2.delete.confirmed.0',
    '1.2.delete.Confirmed.0',
    '1.2.delete.confirmed.0\n',
    '1234567890123456.2.delete.x.0',
  ])('that nobody was shown, %j, is none, and from no time', (text) => {
    expect(isVersion(text)).toBe(false);
    expect(heldAt(text)).toBe(0);
  });
});

test.each<[Actor, Actor, boolean]>([
  [{ kind: 'admin', id: 'a' }, { kind: 'admin', id: 'a', label: 'Ada' }, true],
  [{ kind: 'operator' }, { kind: 'operator' }, true],
  [{ kind: 'admin', id: 'a' }, { kind: 'admin', id: 'b' }, false],
  [{ kind: 'admin', id: 'a' }, { kind: 'member', id: 'a' }, false],
])('whether %j and %j are the same is %s', (one, other, same) => expect(isSame(one, other)).toBe(same));

test('others’ decisions are counted by who has made them and how, and listed one by one', () => {
  const at = Date.UTC(2026, 10, 25);
  const ada: Actor = { kind: 'admin', id: 'a', label: 'ada@example.com' };
  const decisions: OtherDecision[] = [
    { userId: '1', outcome: 'removed', by: ada, at },
    { userId: '2', outcome: 'removed', by: ada, at },
    { userId: '3', outcome: 'kept', by: ada, at },
    { userId: '4', outcome: 'kept', by: { kind: 'operator' }, at },
    { userId: '5', outcome: 'removed', by: { kind: 'server' }, at },
  ];
  const { status, reason, detail, more } = decidedMeanwhile(decisions);
  expect([status, reason]).toEqual([409, 'decided']);
  expect(detail).toContain(
    'ada@example.com removed 2 of these people, ada@example.com kept 1 of these people, an operator at the command line kept 1 of these people, server removed 1 of these people.',
  );
  expect(more).toEqual({ decisions: decisions.map((each) => ({ ...each, at: '2026-11-25T00:00:00.000Z' })) });
});
