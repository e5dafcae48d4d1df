import { describe, expect, test } from '@jest/globals';
import { readJson } from './json.js';

const read = (text: string, maxValues = 100) => readJson(Buffer.from(text), maxValues);
const lists = (depth: number) => '['.repeat(depth) + ']'.repeat(depth);
const objects = (depth: number) => `${'{"a":'.repeat(depth)}1${'}'.repeat(depth)}`;

describe('A JSON text is read', () => {
  test.each([
    ['{}', {}],
    ['[]', []],
    ['null', null],
    ['"a"', 'a'],
    ['-1.5e3', -1500],
    ['true', true],
    [' \r\n\t{"a": [1, {"b": "é"}]} \n', { a: [1, { b: 'é' }] }],
    ['{"a": {"x": 1}, "b": {"x": 1}}', { a: { x: 1 }, b: { x: 1 } }],
    ['[{"x": 1}, {"x": 2}]', [{ x: 1 }, { x: 2 }]],
    ['{"a": 1, "A": 2}', { a: 1, A: 2 }],
    ['{"": 1}', { '': 1 }],
    ['["__proto__", "constructor"]', ['__proto__', 'constructor']],
  ])('%s', (text, expected) => {
    expect(read(text)).toEqual(expected);
  });

  test.each(['', ' ', '\n\t\r ', '\u{feff}'])('as nothing where it is empty or blank: %j', (text) => {
    expect(read(text)).toBeUndefined();
  });

  test('behind a byte order mark', () => {
    expect(read('\u{feff}{"a":1}')).toEqual({ a: 1 });
  });
});

const NOT_JSON = 'The body is not valid JSON';
const TWICE = 'The body gives one name twice in the same object';

describe('A body is refused with 400 invalidSyntax', () => {
  test.each([
    ['{', NOT_JSON],
    ['{"a":}', NOT_JSON],
    ['{"a":1,}', NOT_JSON],
    ['[1,]', NOT_JSON],
    ['{a:1}', NOT_JSON],
    ["{'a':1}", NOT_JSON],
    ['1 2', NOT_JSON],
    ['{} {}', NOT_JSON],
    ['// a\n1', NOT_JSON],
    ['/* a */ 1', NOT_JSON],
    ['01', NOT_JSON],
    ['NaN', NOT_JSON],
    ['undefined', NOT_JSON],
    ['"\n"', NOT_JSON],
    [String.raw`"\x"`, NOT_JSON],
    ['"a', NOT_JSON],
    ['\u{a0}1', NOT_JSON],
    ['{"a":1,"a":1}', TWICE],
    ['{"a":{"b":1,"b":2}}', TWICE],
    ['[{"a":{},"a":1}]', TWICE],
    [String.raw`{"a":1,"\u0061":2}`, TWICE],
    ['{"__proto__":1}', 'The name "__proto__" is not allowed in a body'],
    [String.raw`{"__\u0070roto__":1}`, 'The name "__proto__" is not allowed in a body'],
    ['{"a":[{"constructor":1}]}', 'The name "constructor" is not allowed in a body'],
    ['{"prototype":1}', 'The name "prototype" is not allowed in a body'],
    [lists(33), 'The body is nested deeper than 32 levels'],
    [objects(33), 'The body is nested deeper than 32 levels'],
  ])('%s', (text, detail) => {
    expect(() => read(text)).toThrow(expect.objectContaining({ status: 400, reason: 'invalidSyntax', detail }));
  });

  test.each([
    ['a byte that never occurs', [0x22, 0xff, 0x22]],
    ['half a character', [0x22, 0xc3, 0x22]],
    ['a surrogate', [0x22, 0xed, 0xa0, 0x80, 0x22]],
    ['a form that is too long', [0x22, 0xc0, 0xaf, 0x22]],
  ])('where it is not UTF-8: %s', (_what, bytes) => {
    expect(() => readJson(Buffer.from(bytes), 100)).toThrow(
      expect.objectContaining({ status: 400, reason: 'invalidSyntax', detail: 'The body is not valid UTF-8' }),
    );
  });
});

describe('A body at its limits', () => {
  test('may be nested in 32 levels, as often as it likes', () => {
    expect(() => read(lists(32))).not.toThrow();
    expect(() => read(objects(32))).not.toThrow();
    expect(() => read(`[${lists(31)},${lists(31)}]`)).not.toThrow();
    expect(() => read(`[${objects(31)},${objects(31)}]`)).not.toThrow();
  });

  test.each(['[1,2]', '[[],{}]', '{"a":1,"b":null}', '{"a":{"b":"c"}}'])(
    'may have as many values as are allowed: %s',
    (text) => {
      expect(() => read(text, 3)).not.toThrow();
      expect(() => read(text, 2)).toThrow(
        expect.objectContaining({
          status: 413,
          reason: 'refused',
          detail: 'The body has more than 2 values: send less in one request',
        }),
      );
    },
  );
});
