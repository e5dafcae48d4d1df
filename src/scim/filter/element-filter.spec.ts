import { describe, expect, test } from '@jest/globals';
import { attribute, complex } from '../attributes/attribute.js';
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
    ['value ge "b@x.io"', 'bc'],
    ['value le "b@x.io"', 'ab'],
    ['type gt "a"', 'ab'],
    ['type co "undefined"', ''],
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

describe('The value filter of a PATCH path orders', () => {
  const sizes = complex('sizes', '', [
    attribute('value', '', { type: 'integer' }),
    attribute('since', '', { type: 'dateTime' }),
    attribute('note', ''),
  ]);
  const elements = [
    { value: 9, since: '2026-01-01T00:00:00Z', note: '\u{ffff}' },
    { value: 10, since: '2026-01-01T00:00:00+01:00', note: '\u{1f600}' },
    { value: 100, since: '2026-01-01T00:00:00-01:00', note: null },
  ];

  test.each([
    ['numbers by their size', 'value gt 9', [10, 100]],
    ['numbers by their size', 'value ge 10', [10, 100]],
    ['numbers by their size', 'value lt 100', [9, 10]],
    ['numbers by their size', 'value le 9', [9]],
    ['instants by their time', 'since lt "2026-01-01T00:00:00Z"', [10]],
    ['instants by their time', 'since ge "2026-01-01T00:00:00Z"', [9, 100]],
    ['text by code points', 'note gt "\u{ffff}"', [10]],
    ['null as absence', 'note pr', [9, 10]],
    ['null as absence', 'note eq null', [100]],
  ])('%s: %s', (_what, filter, expected) => {
    const selects = elementFilter(parseFilter(filter), sizes, profiles.strict);
    expect(elements.filter(selects).map(({ value }) => value)).toEqual(expected);
  });
});

describe('The value filter of a PATCH path is refused with invalidFilter', () => {
  const HAS = 'it has "value", "display", "type", "primary"';
  const NULL = 'null can be compared with eq and ne only';
  test.each([
    ['nothing eq "a"', `"emails" has no sub-attribute "nothing": ${HAS}`],
    ['nothing pr', `"emails" has no sub-attribute "nothing": ${HAS}`],
    ['type.value eq "a"', `"emails" has no sub-attribute "value": ${HAS}`],
    ['type.value pr', `"emails" has no sub-attribute "value": ${HAS}`],
    ['urn:x:y:type eq "a"', `"emails" has no sub-attribute "type": ${HAS}`],
    ['urn:x:y:type pr', `"emails" has no sub-attribute "type": ${HAS}`],
    ['type co null', NULL],
    ['type gt null', NULL],
    ['type[value eq "a"]', 'A value filter cannot stand inside another one'],
    ['type eq "a" and type[value eq "a"]', 'A value filter cannot stand inside another one'],
  ])('%s', (filter, detail) => {
    expect(() => elementFilter(parseFilter(filter), emails, profiles.compat)).toThrow(
      expect.objectContaining({ status: 400, scimType: 'invalidFilter', detail }),
    );
  });
});
