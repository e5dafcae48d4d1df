import { describe, expect, test } from '@jest/globals';
import { attribute, type AttributeType, complex } from '../attributes/attribute.js';
import { profiles, strictProfile } from '../protocol/profile.js';
import type { CompareOp, CompValue } from './ast.js';
import { comparable, comparableLiteral } from './comparable.js';

const of = (type: AttributeType, caseExact = false) =>
  type === 'complex' ? complex('it', '', [attribute('value', '')]) : attribute('it', '', { type, caseExact });

describe('The comparable form of a value', () => {
  test.each([
    ['string', false, 'ADA', 'ada'],
    ['string', true, 'ADA', 'ADA'],
    ['string', false, '', ''],
    ['string', false, 1, undefined],
    ['string', false, true, undefined],
    ['string', false, null, undefined],
    ['string', false, undefined, undefined],
    ['reference', true, 'https://x.io/A', 'https://x.io/A'],
    ['reference', false, 'https://x.io/A', 'https://x.io/a'],
    ['binary', true, 'TUo=', 'TUo='],
    ['boolean', false, true, 'true'],
    ['boolean', false, false, 'false'],
    ['boolean', false, 'true', undefined],
    ['boolean', false, 1, undefined],
    ['integer', false, 0, 0],
    ['integer', false, -7, -7],
    ['integer', false, '7', undefined],
    ['decimal', false, 1.5, 1.5],
    ['decimal', false, '1.5', undefined],
    ['dateTime', false, '1970-01-01T00:00:01Z', 1_000],
    ['dateTime', false, '1970-01-01T01:00:01+01:00', 1_000],
    ['dateTime', false, 'yesterday', undefined],
    ['dateTime', false, 1_000, undefined],
    ['complex', false, { value: 'a' }, undefined],
    ['complex', false, 'a', undefined],
  ] as const)('A %s with caseExact %s and the value %j is compared as %j', (type, caseExact, value, expected) => {
    expect(comparable(of(type, caseExact), value)).toBe(expected);
  });
});

const OPERATORS: CompareOp[] = ['eq', 'ne', 'co', 'sw', 'ew', 'gt', 'ge', 'lt', 'le'];
const TYPES: Record<Exclude<AttributeType, 'complex'>, { value: CompValue; takes: CompareOp[]; refusal: string }> = {
  string: { value: 'a', takes: OPERATORS, refusal: '' },
  reference: { value: 'a', takes: OPERATORS, refusal: '' },
  binary: {
    value: 'TUo=',
    takes: ['eq', 'ne', 'co', 'sw', 'ew'],
    refusal: '"it" is binary and has no order: use eq, ne or pr',
  },
  boolean: { value: true, takes: ['eq', 'ne'], refusal: '' },
  integer: {
    value: 1,
    takes: ['eq', 'ne', 'gt', 'ge', 'lt', 'le'],
    refusal: '"it" is of type integer: co, sw and ew compare text only',
  },
  decimal: {
    value: 1,
    takes: ['eq', 'ne', 'gt', 'ge', 'lt', 'le'],
    refusal: '"it" is of type decimal: co, sw and ew compare text only',
  },
  dateTime: {
    value: '1970-01-01T00:00:00Z',
    takes: ['eq', 'ne', 'gt', 'ge', 'lt', 'le'],
    refusal: '"it" is of type dateTime: co, sw and ew compare text only',
  },
};
const every = Object.entries(TYPES).flatMap(([type, row]) =>
  OPERATORS.map((compareOp) => ({ type: type as AttributeType, compareOp, ...row })),
);

describe('An attribute of each type takes the operators of RFC 7644 §3.4.2.2 that fit it', () => {
  test.each(every.filter(({ compareOp, takes }) => takes.includes(compareOp)))(
    'A $type takes $compareOp.',
    ({ type, compareOp, value }) => {
      expect(comparableLiteral(of(type), compareOp, value, strictProfile)).toBe(comparable(of(type), value));
    },
  );

  test.each(every.filter(({ compareOp, takes }) => !takes.includes(compareOp)))(
    'A $type refuses $compareOp with invalidFilter.',
    ({ type, compareOp, value, refusal }) => {
      const detail = refusal || expectedOfBoolean(compareOp);
      expect(() => comparableLiteral(of(type), compareOp, value, strictProfile)).toThrow(
        expect.objectContaining({ status: 400, scimType: 'invalidFilter', detail }),
      );
    },
  );

  test.each(OPERATORS)('A complex attribute refuses %s: one of its sub-attributes has to be named', (compareOp) => {
    expect(() => comparableLiteral(of('complex'), compareOp, 'a', strictProfile)).toThrow(
      expect.objectContaining({
        scimType: 'invalidFilter',
        detail: '"it" is complex: name one of its sub-attributes, "value"',
      }),
    );
  });
});

describe('The value has to be of the type of the attribute', () => {
  test.each([
    ['string', 1],
    ['string', true],
    ['reference', false],
    ['binary', 1],
    ['boolean', 'true'],
    ['boolean', 1],
    ['integer', '1'],
    ['decimal', true],
    ['dateTime', 1],
    ['dateTime', 'yesterday'],
    ['dateTime', ''],
  ] as const)('A %s is not compared with %j', (type, value) => {
    expect(() => comparableLiteral(of(type), 'eq', value, strictProfile)).toThrow(
      expect.objectContaining({
        scimType: 'invalidFilter',
        detail: `"it" is of type ${type}: compare it with a value of that type`,
      }),
    );
  });

  test.each([
    ['True', 'true'],
    ['false', 'false'],
    [true, 'true'],
    [false, 'false'],
  ])('With a key of the profile compat a boolean is compared with %j too', (value, expected) => {
    expect(comparableLiteral(of('boolean'), 'eq', value, profiles.compat)).toBe(expected);
  });

  test('With a key of the profile compat a text that is no boolean is refused, and text stays text', () => {
    expect(() => comparableLiteral(of('boolean'), 'eq', 'yes', profiles.compat)).toThrow(/of type boolean/);
    expect(comparableLiteral(of('string'), 'eq', 'True', profiles.compat)).toBe('true');
  });
});

describe('Names that people see are compared as they are stored, and with a key of the profile compat that is without blanks at the ends', () => {
  const name = attribute('it', '', { visibility: 'label' });
  const { compat, strict } = profiles;

  test.each([
    ['eq', ' Ada ', name, compat, 'ada'],
    ['ne', ' Ada ', name, compat, 'ada'],
    ['co', ' Ada ', name, compat, ' ada '],
    ['sw', ' Ada ', name, compat, ' ada '],
    ['gt', ' Ada ', name, compat, ' ada '],
    ['eq', ' Ada ', name, strict, ' ada '],
    ['eq', ' Ada ', of('string'), compat, ' ada '],
  ] as const)('%s %j (%#)', (compareOp, value, compared, profile, expected) => {
    expect(comparableLiteral(compared, compareOp, value, profile)).toBe(expected);
  });

  test('and what is no text is refused as elsewhere', () => {
    expect(() => comparableLiteral(name, 'eq', 1, compat)).toThrow(
      expect.objectContaining({ scimType: 'invalidFilter', detail: expect.stringContaining('of type string') }),
    );
  });
});

function expectedOfBoolean(compareOp: CompareOp): string {
  return ['co', 'sw', 'ew'].includes(compareOp)
    ? '"it" is of type boolean: co, sw and ew compare text only'
    : '"it" is boolean and has no order: use eq, ne or pr';
}
