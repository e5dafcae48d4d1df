import { describe, expect, test } from '@jest/globals';
import { decisionOf, needsAdoption, type Person, wishOf } from './adoption-decision.js';
import { ADOPTION_WISHES, type AdoptionState } from './adoption.entity.js';

const ADA = { userName: 'ada', emails: [{ value: 'ada@x.example' }] };
const active = (document: Person['document'] = ADA): Person => ({
  document,
  status: 'confirmed',
  statusBeforeRevocation: null,
});
const revoked = (document: Person['document'] = ADA): Person => ({
  document,
  status: 'revoked',
  statusBeforeRevocation: 'confirmed',
});

describe('What a write of an identity provider would do to a person', () => {
  test.each([
    ['A deletion deletes', active(), undefined, 'delete'],
    ['So does one of somebody who is revoked', revoked(), undefined, 'delete'],
    ['It revokes', active(), revoked(), 'deactivate'],
    ['It restores', revoked(), active(), 'restore'],
    ['It revokes, whatever else it changes', active(), revoked({ userName: 'eve' }), 'deactivate'],
    ['It restores, whatever else it changes', revoked(), active({ userName: 'eve' }), 'restore'],
    ['It changes nothing that identifies', active(), active({ ...ADA, title: 'Countess' }), 'link'],
    ['The one who is revoked stays so', revoked(), revoked({ ...ADA, title: 'Countess' }), 'link'],
    ['It writes the userName in other letters', active(), active({ ...ADA, userName: 'ADA' }), 'link'],
    [
      'It writes the address in other letters',
      active(),
      active({ ...ADA, emails: [{ value: 'ADA@X.example' }] }),
      'link',
    ],
    ['It changes the userName', active(), active({ ...ADA, userName: 'eve' }), 'changeAddress'],
    ['It changes the address', active(), active({ ...ADA, emails: [{ value: 'eve@x.example' }] }), 'changeAddress'],
    ['It takes the address away', active(), active({ userName: 'ada' }), 'changeAddress'],
    ['It gives somebody without an address one', active({ userName: 'ada' }), active(), 'changeAddress'],
    [
      'It gives somebody without an address none',
      active({ userName: 'ada' }),
      active({ userName: 'ada', title: 'Countess' }),
      'link',
    ],
    [
      'It moves a letter from one to the other',
      active({ userName: 'a@b.x' }),
      active({ userName: 'a@b' }),
      'changeAddress',
    ],
  ])('%s: %#', (_what, before, after, expected) => {
    expect(wishOf(before, after)).toBe(expected);
  });
});

describe('An adoption is needed', () => {
  test.each(ADOPTION_WISHES)('to %s somebody whom an admin made', (wish) => {
    for (const needsApproval of [true, false])
      expect(needsAdoption({ isAdmin: false, isProvisioned: false, needsApproval }, wish)).toBe(true);
  });

  test.each(ADOPTION_WISHES)('to %s somebody linked only where an admin had revoked who is restored', (wish) => {
    const linked = { isAdmin: false, isProvisioned: true };
    expect(needsAdoption({ ...linked, needsApproval: true }, wish)).toBe(wish === 'restore');
    expect(needsAdoption({ ...linked, needsApproval: false }, wish)).toBe(false);
  });
});

describe('Whether somebody whom an admin made is written', () => {
  const person = { isAdmin: false, isProvisioned: false, needsApproval: false };
  const admin = { ...person, isAdmin: true };
  const STATES: readonly (AdoptionState | undefined)[] = [undefined, 'waiting', 'approved', 'refused'];

  test.each(ADOPTION_WISHES)('an organization that adopts nobody decides alone: %s', (wish) => {
    for (const candidate of [person, admin])
      expect(STATES.map((state) => decisionOf(candidate, wish, state, 'never'))).toEqual(STATES.map(() => 'never'));
  });

  test.each(ADOPTION_WISHES)('an admin who has decided does, elsewhere: %s', (wish) => {
    for (const setting of ['automatic', 'ask'] as const)
      for (const candidate of [person, admin]) {
        expect(decisionOf(candidate, wish, 'refused', setting)).toBe('refused');
        expect(decisionOf(candidate, wish, 'approved', setting)).toBe('write');
      }
  });

  test.each(ADOPTION_WISHES)('an organization whose setting is to ask does so: %s', (wish) => {
    for (const state of [undefined, 'waiting'] as const)
      expect([person, admin].map((each) => decisionOf(each, wish, state, 'ask'))).toEqual(['ask', 'ask']);
  });

  test.each([
    ['link', 'write'],
    ['changeAddress', 'linkFirst'],
    ['restore', 'ask'],
    ['deactivate', 'ask'],
    ['delete', 'ask'],
  ] as const)(
    'an organization that adopts by itself answers %s with %s, and asks where it is an admin',
    (wish, expected) => {
      for (const state of [undefined, 'waiting'] as const) {
        expect(decisionOf(person, wish, state, 'automatic')).toBe(expected);
        expect(decisionOf(admin, wish, state, 'automatic')).toBe('ask');
      }
    },
  );
});
