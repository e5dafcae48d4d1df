import { describe, expect, test } from '@jest/globals';
import type { ScimError } from '../protocol/scim-error.js';
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
    ['active eq False', 'active eq false'],
    ['x[y pr]and z pr', '(x[y pr] and z pr)'],
    ['x eq "a and (b)]"', 'x eq "a and (b)]"'],
    ['x eq "tab\\t\\"quote\\" \\u00e9"', 'x eq "tab\\t\\"quote\\" é"'],
    [' x  pr ', 'x pr'],
  ])('%s', (text, expected) => {
    expect(shown(parseFilter(text))).toBe(expected);
  });

  const OPERATORS = 'one of the operators eq, ne, co, sw, ew, gt, ge, lt, le and pr';
  const VALUE = 'a string in double quotes, a number, true, false or null';
  const END = 'the end of the filter, "and" or "or"';
  const NAME = 'an attribute name';

  test.each([
    ['', NAME, 1],
    [' ', NAME, 2],
    ['(', NAME, 2],
    ['()', NAME, 2],
    ['1 pr', NAME, 1],
    ['"x" pr', NAME, 1],
    ['"not" (x pr)', NAME, 1],
    ['[value eq "a"]', NAME, 1],
    ['x[]', NAME, 3],
    ['a.b.c eq "1"', NAME, 1],
    ['.a pr', NAME, 1],
    ['a. pr', NAME, 1],
    ['urn:x: pr', NAME, 1],
    ['x pr and', NAME, 9],
    ['foo', OPERATORS, 4],
    ['x "pr"', OPERATORS, 3],
    ['x.y[z pr]', 'an operator', 4],
    ['and or', OPERATORS, 5],
    ['x lte "a"', OPERATORS, 3],
    ['x eq', `a blank and then ${VALUE}`, 5],
    ['x eq bjensen', VALUE, 6],
    ['x eq"a"', `a blank and then ${VALUE}`, 5],
    ['x eq (1)', VALUE, 6],
    ['not x pr', '"(" after "not"', 5],
    ['not eq pr', '"(" after "not"', 5],
    ['(x pr', '")"', 6],
    ['x[y pr', '"]"', 7],
    ['x pr)', END, 5],
    ['(x pr)()', END, 7],
    ['x pr "a"', END, 6],
    ['x pr y pr', END, 6],
    ['x pr "and" y pr', END, 6],
    ['x[y pr]]', END, 8],
    ['x[y pr] pr', END, 9],
    ['x[y pr] eq "a"', END, 9],
    ['x[y pr] .z pr', END, 9],
    ['x[y pr]".z" pr', END, 8],
    ['x[y pr]. pr', 'a sub-attribute', 10],
    ['x[y pr].1a pr', 'a sub-attribute', 12],
    ['x[y pr].a.b pr', 'a sub-attribute', 13],
    ['x[y pr].urn:a:b:c pr', 'a sub-attribute', 19],
  ])('refuses %j with invalidFilter and says that it expected %s at %d', (text, wanted, position) => {
    expect(refused(text)).toEqual({
      scimType: 'invalidFilter',
      detail: expect.stringMatching(
        new RegExp(`^${literally(`Expected ${wanted} at position ${position}`)}(, after: .*)?$`),
      ),
    });
  });

  test.each([
    "x eq 'bjensen'",
    'x eq "bjensen',
    'x eq "bjensen\\',
    'x eq "\\u12"',
    'x eq "a\u0000b"',
    'x eq "a\\u0000b"',
    'x eq "\\ud800"',
    'x = "a"',
    'x eq 01',
    'x eq 123abc',
    '1a pr',
  ])('refuses %j with invalidFilter', (text) => {
    expect(refused(text)?.scimType).toBe('invalidFilter');
  });

  test('has limits on length, depth and conditions, each of which really fires', () => {
    const nested = (depth: number) => `${'('.repeat(depth)}x pr${')'.repeat(depth)}`;
    const many = (count: number, term = 'x pr') => Array.from({ length: count }, () => term).join(' or ');
    const long = (length: number) => `x eq "${'a'.repeat(length - 7)}"`;
    const refusals = (...texts: string[]) => texts.map((text) => refused(text)?.detail);
    expect(refusals(long(MAX_FILTER_LENGTH), long(MAX_FILTER_LENGTH + 1))).toEqual([
      undefined,
      'The filter is longer than 8192 characters',
    ]);
    expect(refusals(nested(MAX_FILTER_DEPTH - 1), nested(MAX_FILTER_DEPTH))).toEqual([
      undefined,
      'The filter is nested deeper than 20 levels',
    ]);
    expect(refusals(many(MAX_FILTER_TERMS), many(MAX_FILTER_TERMS + 1))).toEqual([
      undefined,
      'The filter has more than 200 conditions',
    ]);
    expect(refusals(many(MAX_FILTER_DEPTH + 1, '(x pr)'))).toEqual([undefined]);
  });
});

/** What the refusal says; undefined where there is none. */
function refused(text: string): Pick<ScimError, 'scimType' | 'detail'> | undefined {
  try {
    parseFilter(text);
    return undefined;
  } catch (error) {
    const { scimType, detail } = error as ScimError;
    return { scimType, detail };
  }
}

function literally(text: string): string {
  return text.replaceAll(/[()[\]]/g, String.raw`\$&`);
}
