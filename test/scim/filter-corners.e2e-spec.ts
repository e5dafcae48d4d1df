import { beforeAll, describe, expect, test } from '@jest/globals';
import { withMuster, withTenant } from '../support/muster.js';

const muster = withMuster();
const tenant = withTenant(muster);
const people: Record<string, string> = {};
beforeAll(async () => {
  const add = async (letter: string, attributes: object) => {
    people[letter] = (await tenant.newUser({ userName: `${letter}@x.io`, ...attributes })).id;
  };
  await add('a', {
    title: 'B',
    nickName: 'Bo',
    emails: [{ value: 'a@x.io', type: 'work', primary: true }],
    phoneNumbers: [{ value: '1', type: 'work' }],
    name: { familyName: 'M' },
    active: true,
  });
  await add('b', {
    title: 'C',
    emails: [{ value: 'b@x.io' }],
    phoneNumbers: [{ value: '2', type: 'home' }],
    active: false,
  });
  await add('c', { name: { givenName: 'Cy' } });
});

const found = async (filter: string) => {
  const ids = await tenant.find('/Users', filter);
  return Object.keys(people)
    .filter((letter) => ids.includes(people[letter]!))
    .join('');
};

describe('A filter finds', () => {
  test.each([
    // Attributes that some do not have: not, ne and null.
    ['title pr', 'ab'],
    ['not (title pr)', 'c'],
    ['title ne "B"', 'bc'],
    ['not (title eq "B")', 'bc'],
    ['not (title ne "B")', 'a'],
    ['title eq null', 'c'],
    ['title ne null', 'ab'],
    ['not (title eq null)', 'ab'],
    ['not (title gt "B")', 'ac'],
    ['name.familyName ne "M"', 'bc'],
    ['not (name.familyName eq "M")', 'bc'],
    ['name pr', 'ac'],
    ['nickName eq null and title pr', 'b'],
    // The same of lists, where one element is enough.
    ['emails pr', 'ab'],
    ['not (emails pr)', 'c'],
    ['emails eq null', 'c'],
    ['emails.type pr', 'a'],
    ['not (emails.type pr)', 'bc'],
    ['emails.value ne "a@x.io"', 'bc'],
    ['not (emails.value eq "a@x.io")', 'bc'],
    ['emails[not (type pr)]', 'b'],
    ['emails[type pr]', 'a'],
    ['emails[type eq null]', 'b'],
    ['emails[type ne "work"]', 'b'],
    // An address without a type counts as that of work.
    ['not (emails[type eq "work"])', 'c'],
    ['phoneNumbers ne "1"', 'bc'],
    ['phoneNumbers[not (type eq "work")]', 'b'],
    ['phoneNumbers[type ne "work" and value pr]', 'b'],
    ['not (phoneNumbers pr)', 'c'],
    // and binds tighter than or, not than both.
    ['title eq "B" or title eq "C" and nickName pr', 'a'],
    ['(title eq "B" or title eq "C") and nickName pr', 'a'],
    ['nickName pr and title eq "C" or userName sw "c"', 'c'],
    ['nickName pr and (title eq "C" or userName sw "c")', ''],
    ['not (title eq "B") and not (title eq "C")', 'c'],
    ['not (title eq "B" and nickName pr)', 'bc'],
    // Borders.
    ['title gt "B"', 'b'],
    ['title ge "B"', 'ab'],
    ['title lt "C"', 'a'],
    ['title le "C"', 'ab'],
    ['title le "b"', 'a'],
    ['title co ""', 'ab'],
    ['title sw ""', 'ab'],
    ['title ew ""', 'ab'],
    ['nickName sw "B"', 'a'],
    ['nickName ew "B"', ''],
    ['nickName co "o"', 'a'],
    ['userName sw "a@x.i"', 'a'],
    ['userName sw "a@x.j"', ''],
    // People are active unless they are not.
    ['active eq true', 'ac'],
    ['active ne true', 'b'],
    ['not (active eq false)', 'ac'],
  ])('%s: %s', async (filter, expected) => {
    expect(await found(filter)).toBe(expected);
  });
});

describe('A PATCH with a value filter changes', () => {
  const NUMBERS = [{ value: '1', type: 'work', primary: true }, { value: '2', type: 'home' }, { value: '3' }];
  test.each([
    ['not (type eq "work")', '1'],
    ['type pr', '3'],
    ['not (type pr)', '12'],
    ['type eq null', '12'],
    ['type ne null', '3'],
    ['type ne "work"', '1'],
    ['not (type pr) or type eq "home"', '1'],
    ['type eq "work" or type eq "home" and value eq "3"', '23'],
    ['value ge "2"', '1'],
    ['value gt "2"', '12'],
    ['not (primary eq true)', '1'],
  ])('those that it selects: remove phoneNumbers[%s] leaves %s', async (filter, left) => {
    const { id } = await tenant.newUser({ phoneNumbers: NUMBERS });
    const { status } = await tenant.patch(`/Users/${id}`, [{ op: 'remove', path: `phoneNumbers[${filter}]` }]);
    expect(status).toBe(200);
    const { json } = await tenant.get(`/Users/${id}`);
    expect((json.phoneNumbers ?? []).map(({ value }: { value: string }) => value).join('')).toBe(left);
  });
});

describe('Of several values, primary is', () => {
  const E = (value: string, more: object = {}) => ({ value: `${value}@x.io`, ...more });
  const primaries = async (id: string) => {
    const { json } = await tenant.get(`/Users/${id}`);
    return json.emails
      .filter(({ primary }: { primary?: boolean }) => primary)
      .map(({ value }: { value: string }) => value[0]);
  };
  const two = async () =>
    (await tenant.newUser({ emails: [E('p', { type: 'work', primary: true }), E('q', { type: 'home' })] })).id;

  test.each<[string, object[], string[]]>([
    ['add of a new primary', [{ op: 'add', path: 'emails', value: [E('r', { primary: true })] }], ['r']],
    ['add without one', [{ op: 'add', path: 'emails', value: [E('r')] }], ['p']],
    ['replace of the flag of another', [{ op: 'replace', path: 'emails[type eq "home"].primary', value: true }], ['q']],
    [
      'replace of another element',
      [{ op: 'replace', path: 'emails[type eq "home"]', value: E('r', { type: 'home', primary: true }) }],
      ['r'],
    ],
    ['taking the flag away', [{ op: 'replace', path: 'emails[type eq "work"].primary', value: false }], []],
    ['removing the flag', [{ op: 'remove', path: 'emails[primary eq true].primary' }], []],
    ['removing the primary', [{ op: 'remove', path: 'emails[primary eq true]' }], []],
    ['replacing all', [{ op: 'replace', path: 'emails', value: [E('r'), E('s', { primary: true })] }], ['s']],
    ['no path', [{ op: 'add', value: { emails: [E('r', { primary: true })] } }], ['r']],
    [
      'one after the other',
      [
        { op: 'add', path: 'emails', value: [E('r', { primary: true })] },
        { op: 'replace', path: 'emails[type eq "work"].primary', value: true },
      ],
      ['p'],
    ],
  ])('at most one after %s', async (_what, operations, expected) => {
    const id = await two();
    expect((await tenant.patch(`/Users/${id}`, operations)).status).toBe(200);
    expect(await primaries(id)).toEqual(expected);
  });

  test.each(['emails.primary', 'emails[value ew "x.io"].primary'])(
    'not made true of two at once by %s',
    async (path) => {
      const { id } = await tenant.newUser({ emails: [E('p'), E('q'), E('r', { type: 'home' })] });
      const { status, json } = await tenant.patch(`/Users/${id}`, [{ op: 'replace', path, value: true }]);
      expect([status, json.scimType]).toEqual([400, 'invalidValue']);
      expect(await primaries(id)).toEqual([]);
    },
  );

  test.each<[string, object[]]>([['a POST', [E('p', { primary: true }), E('q', { primary: true })]]])(
    'not true twice in %s',
    async (_what, emails) => {
      const { status, json } = await tenant.post('/Users', {
        schemas: ['urn:ietf:params:scim:schemas:core:2.0:User'],
        userName: 'twice@x.io',
        emails,
      });
      expect([status, json.scimType]).toEqual([400, 'invalidValue']);
    },
  );
});
