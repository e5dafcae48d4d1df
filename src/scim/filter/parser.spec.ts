import { describe, expect, test } from '@jest/globals';
import { ScimError } from '../protocol/scim-error.js';
import type { Filter } from './ast.js';
import { MAX_FILTER_DEPTH, MAX_FILTER_LENGTH, MAX_FILTER_TERMS, parseFilter } from './parser.js';

/** The filter as fully bracketed text, so that precedence can be read. */
function shown(filter: Filter): string {
  switch (filter.kind) {
    case 'and':
    case 'or':
      return `(${filter.terms.map(shown).join(` ${filter.kind} `)})`;
    case 'not':
      return `not ${shown(filter.filter)}`;
    case 'valuePath':
      return `${path(filter)}[${shown(filter.filter)}]`;
    case 'presence':
      return `${path(filter)} pr`;
    case 'comparison':
      return `${path(filter)} ${filter.compareOp} ${JSON.stringify(filter.compValue)}`;
  }
}

function path({ attrPath: { schema, attribute, subAttribute } }: Extract<Filter, { attrPath: unknown }>): string {
  return `${schema ? `<${schema}>` : ''}${attribute}${subAttribute ? `.${subAttribute}` : ''}`;
}

describe('parseFilter', () => {
  test.each([
    ['userName eq "bjensen"', 'userName eq "bjensen"'],
    ['userName Eq "bjensen"', 'userName eq "bjensen"'],
    ['title pr', 'title pr'],
    ['a pr and b pr or c pr', '((a pr and b pr) or c pr)'],
    ['a pr or b pr and c pr', '(a pr or (b pr and c pr))'],
    ['(a pr or b pr) and c pr', '((a pr or b pr) and c pr)'],
    ['a pr AND b pr OR not (c pr)', '((a pr and b pr) or not c pr)'],
    ['not(a pr)', 'not a pr'],
    ['NOT ( a pr )', 'not a pr'],
    ['((((a pr))))', 'a pr'],
    ['emails[type eq "work" and value co "@x"]', 'emails[(type eq "work" and value co "@x")]'],
    ['emails[type eq "work"].value eq "x"', 'emails[(type eq "work" and value eq "x")]'],
    ['emails[type eq "a" or type eq "b"].value pr', 'emails[((type eq "a" or type eq "b") and value pr)]'],
    ['manager.$ref eq "/v2/Users/a"', 'manager.$ref eq "/v2/Users/a"'],
    ['valid$Name eq null', 'valid$Name eq null'],
    [
      'urn:ietf:params:scim:schemas:core:2.0:User:name.givenName sw "J"',
      '<urn:ietf:params:scim:schemas:core:2.0:User>name.givenName sw "J"',
    ],
    ['quota gt 1.5', 'quota gt 1.5'],
    ['quota le -2e3', 'quota le -2000'],
    ['active eq TRUE', 'active eq true'],
    ['x eq "a and (b)]"', 'x eq "a and (b)]"'],
    ['x eq "tab\\t\\"quote\\" \\u00e9"', 'x eq "tab\\t\\"quote\\" é"'],
    [' x  pr ', 'x pr'],
  ])('%s', (text, expected) => {
    expect(shown(parseFilter(text))).toBe(expected);
  });

  test.each([
    '',
    ' ',
    '(',
    '()',
    'foo',
    'and or',
    'x eq',
    'x eq bjensen',
    "x eq 'bjensen'",
    'x eq "bjensen',
    'x eq "bjensen\\',
    'x eq "\\u12"',
    'x eq "a\u0000b"',
    'x eq "a\\u0000b"',
    'x eq "\\ud800"',
    'x eq"a"',
    'x = "a"',
    'x lte "a"',
    'x eq 01',
    'x eq 123abc',
    'x pr "a"',
    'x pr and',
    'x pr y pr',
    'not x pr',
    'not eq pr',
    '(x pr',
    'x pr)',
    '(x pr)()',
    '[value eq "a"]',
    'x[]',
    'x[y pr',
    'x[y pr]]',
    'x[y pr] pr',
    'x[y pr] eq "a"',
    'x[y pr] .z pr',
    'x.y[z pr]',
    'a.b.c eq "1"',
    '.a pr',
    'a. pr',
    '1a pr',
    'urn:x: pr',
    'x eq (1)',
  ])('refuses %j with invalidFilter', (text) => {
    expect(refusal(text)).toBe('invalidFilter');
  });

  test('has limits on length, depth and conditions, each of which really fires', () => {
    const nested = (depth: number) => `${'('.repeat(depth)}x pr${')'.repeat(depth)}`;
    const many = (count: number) => Array.from({ length: count }, () => 'x pr').join(' or ');
    expect(refusal(`x eq "${'a'.repeat(MAX_FILTER_LENGTH)}"`)).toBe('invalidFilter');
    expect([refusal(nested(MAX_FILTER_DEPTH - 1)), refusal(nested(MAX_FILTER_DEPTH))]).toEqual([
      undefined,
      'invalidFilter',
    ]);
    expect([refusal(many(MAX_FILTER_TERMS)), refusal(many(MAX_FILTER_TERMS + 1))]).toEqual([
      undefined,
      'invalidFilter',
    ]);
  });
});

function refusal(text: string): string | undefined {
  try {
    parseFilter(text);
    return undefined;
  } catch (error) {
    return error instanceof ScimError ? error.scimType : 'another error';
  }
}
