import { describe, expect, test } from '@jest/globals';
import { userType } from '../../users/user-type.js';
import { profiles } from '../protocol/profile.js';
import { elementFilter } from './element-filter.js';
import { parseFilter } from './parser.js';

const EMAILS = [
  { value: 'a@x.io', type: 'work', primary: true },
  { value: 'B@x.io', type: 'home', display: '' },
  { value: 'c@x.io' },
];
const emails = userType.find({ attribute: 'emails' })!.attribute;

/** The first letters of the e-mails that a value filter selects. */
function selected(filter: string): string {
  const selects = elementFilter(parseFilter(filter), emails, profiles.compat);
  return EMAILS.filter((element) => selects(element))
    .map(({ value }) => value[0]!.toLowerCase())
    .join('');
}

describe('The value filter of a PATCH path selects', () => {
  test.each([
    ['type eq "work"', 'a'],
    ['type ne "work"', 'bc'],
    ['type pr', 'ab'],
    ['not (type pr)', 'c'],
    ['display pr', ''],
    ['not (display pr)', 'abc'],
    ['type eq null', 'c'],
    ['type ne null', 'ab'],
    ['display eq null', 'abc'],
    ['not (type eq "work")', 'bc'],
    ['not (not (type eq "work"))', 'a'],
    ['not (type eq "work" or type eq "home")', 'c'],
    ['not (type eq "work") and value sw "b"', 'b'],
    ['type eq "work" or type eq "home" and value sw "c"', 'a'],
    ['(type eq "work" or type eq "home") and value sw "c"', ''],
    ['value eq "b@x.io"', 'b'],
    ['value co "@X"', 'abc'],
    ['value sw "a"', 'a'],
    ['value sw "x"', ''],
    ['value ew ".io"', 'abc'],
    ['value ew "a@"', ''],
    ['value gt "a@x.io"', 'bc'],
    ['value ge "a@x.io"', 'abc'],
    ['value lt "c@x.io"', 'ab'],
    ['value le "c@x.io"', 'abc'],
    ['primary eq true', 'a'],
    ['primary ne true', 'bc'],
    ['primary pr', 'a'],
    ['not (primary eq true)', 'bc'],
  ])('%s', (filter, expected) => {
    expect(selected(filter)).toBe(expected);
  });
});
