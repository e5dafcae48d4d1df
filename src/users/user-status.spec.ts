import { describe, expect, test } from '@jest/globals';
import {
  after,
  hasAccepted,
  isActive,
  isConfirmedMember,
  newLifecycle,
  type Step,
  USER_STATUSES,
  type UserStatus,
  withActive,
} from './user-status.js';

const at = (status: UserStatus, statusBeforeRevocation: UserStatus | null = null) => ({
  status,
  statusBeforeRevocation,
});

const STEPS: Record<Step, Partial<Record<UserStatus, UserStatus>>> = {
  invite: { staged: 'invited' },
  accept: { invited: 'accepted' },
  confirm: { accepted: 'confirmed' },
  changeKey: { accepted: 'accepted', confirmed: 'accepted' },
  resetKey: { accepted: 'invited', confirmed: 'invited' },
};

describe('A person makes each step from the statuses that lead there, and from no other', () => {
  const every = Object.entries(STEPS).flatMap(([step, ways]) =>
    USER_STATUSES.map((from) => [step as Step, from, ways[from]] as const),
  );

  test.each(every)('The step "%s" from "%s" leads to: %s', (step, from, to) => {
    expect(after(at(from), step)).toEqual(to && at(to));
  });

  test('A person who is revoked makes no step, wherever the person stood before', () => {
    for (const step of Object.keys(STEPS) as Step[])
      for (const before of USER_STATUSES) expect(after(at('revoked', before), step)).toBeUndefined();
  });
});

describe('A new member', () => {
  test.each([
    [true, false, at('invited')],
    [true, true, at('staged')],
    [false, false, at('revoked', 'invited')],
    [false, true, at('revoked', 'staged')],
  ])('With active %s, and invited later %s, begins as %j', (active, invitesLater, expected) => {
    expect(newLifecycle(active, invitesLater)).toEqual(expected);
  });
});

describe('"active"', () => {
  test.each(USER_STATUSES)('Revoking and restoring somebody who is %s leads back to the same place', (status) => {
    if (status === 'revoked')
      return expect(withActive(at('revoked', 'accepted'), false)).toEqual(at(status, 'accepted'));
    const revoked = withActive(at(status), false);
    expect(revoked).toEqual(at('revoked', status));
    return expect(withActive(revoked, true)).toEqual(at(status));
  });

  test.each(USER_STATUSES.filter((status) => status !== 'revoked'))(
    'True changes nothing for a person who is %s',
    (status) => {
      expect(withActive(at(status), true)).toEqual(at(status));
    },
  );

  test('Revoking twice keeps where restoring leads', () => {
    expect(withActive(withActive(at('confirmed'), false), false)).toEqual(at('revoked', 'confirmed'));
  });

  test('Restoring leads to an invitation where it is not known how far the person came', () => {
    expect(withActive(at('revoked'), true)).toEqual(at('invited'));
  });
});

describe('What a status stands for', () => {
  test.each([
    [at('staged'), true, false, false],
    [at('invited'), true, false, false],
    [at('accepted'), true, false, true],
    [at('confirmed'), true, true, true],
    [at('revoked'), false, false, false],
    [at('revoked', 'staged'), false, false, false],
    [at('revoked', 'invited'), false, false, false],
    [at('revoked', 'accepted'), false, false, true],
    [at('revoked', 'confirmed'), false, false, true],
  ])('%j is active: %s, a confirmed member: %s, has accepted: %s', (lifecycle, active, confirmed, accepted) => {
    expect([isActive(lifecycle), isConfirmedMember(lifecycle), hasAccepted(lifecycle)]).toEqual([
      active,
      confirmed,
      accepted,
    ]);
  });
});
