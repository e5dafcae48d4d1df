import { expect, test } from '@jest/globals';
import { filterShape } from './filter-shape.js';

test.each([
  ['userName eq "ada@example.com"', 'userName eq ?'],
  ['USERNAME EQ "x" and active eq true', 'USERNAME eq ? and active eq ?'],
  ['a eq 1 or (b eq 2 and not (c pr))', 'a eq ? or (b eq ? and not (c pr))'],
  ['(a eq 1 or b eq 2) and c eq null', '(a eq ? or b eq ?) and c eq ?'],
  ['emails[type eq "work" and value co "@x"]', 'emails[type eq ? and value co ?]'],
  [
    'urn:ietf:params:scim:schemas:core:2.0:User:name.familyName sw "Q"',
    'urn:ietf:params:scim:schemas:core:2.0:User:name.familyName sw ?',
  ],
  ['userName eq hunter2', null],
  ['', null],
])('The shape of %s is %s', (filter, shape) => {
  expect(filterShape(filter)).toBe(shape);
});
