import { describe, expect, test } from '@jest/globals';
import { tokenize } from './tokenizer.js';

/** `kind:text@position`, with an underscore before tokens that follow a blank. */
const shown = (text: string) =>
  tokenize(text)
    .map((token) => `${token.spaced ? '_' : ''}${token.kind}:${token.text}@${token.position}`)
    .join(' ');

describe('A filter is split into tokens', () => {
  test.each([
    ['', 'end:@1'],
    ['  ', '_end:@3'],
    ['a', 'word:a@1 end:@2'],
    [' a\tb ', '_word:a@2 _word:b@4 _end:@6'],
    ['a pr', 'word:a@1 _word:pr@3 end:@5'],
    ['(a)', '(:(@1 word:a@2 ):)@3 end:@4'],
    ['a[b].c', 'word:a@1 [:[@2 word:b@3 ]:]@4 word:.c@5 end:@7'],
    ['[ ] ( )', '[:[@1 _]:]@3 _(:(@5 _):)@7 end:@8'],
    ['$ref', 'word:$ref@1 end:@5'],
    ['_a', 'word:_a@1 end:@3'],
    ['name.givenName', 'word:name.givenName@1 end:@15'],
    ['urn:x-y:2.0:U%20/+~:a-b$_9', 'word:urn:x-y:2.0:U%20/+~:a-b$_9@1 end:@27'],
    ['eq"x"', 'word:eq@1 string:x@3 end:@6'],
    ['"a""b"', 'string:a@1 string:b@4 end:@7'],
  ])('%j is %s', (text, expected) => {
    expect(shown(text)).toBe(expected);
  });
});

describe('A number is one of JSON', () => {
  test.each(['0', '-0', '7', '10', '-12', '1.5', '0.05', '1e3', '1E3', '1e+3', '1e-3', '-1.25e10'])(
    '%s is.',
    (text) => {
      expect(shown(text)).toBe(`number:${text}@1 end:@${text.length + 1}`);
    },
  );

  test.each(['01', '-', '+1', '1.', '1e', '1x', '1_', '1$', '1:', '--1', '1.2.3', '1-', '00', '- 1'])(
    '%j is not',
    (text) => {
      expect(refusal(text)).toBe('1:');
    },
  );

  test('With a point at its beginning it is a word', () => {
    expect(shown('.5')).toBe('word:.5@1 end:@3');
  });

  test('A bracket ends it', () => {
    expect(shown('1)')).toBe('number:1@1 ):)@2 end:@3');
  });
});

describe('A string is one of JSON', () => {
  test.each([
    ['""', ''],
    ['"a b"', 'a b'],
    [String.raw`"\"\\\/"`, '"\\/'],
    [String.raw`"\b\f\n\r\t"`, '\b\f\n\r\t'],
    [String.raw`"\u00e9"`, 'é'],
    [String.raw`"\ud83d\ude00"`, '😀'],
    ['"😀é"', '😀é'],
    ['"(and) [or]"', '(and) [or]'],
    ['"\u007f"', '\u007f'],
  ])('%s is', (text, value) => {
    expect(tokenize(text)).toEqual([
      { kind: 'string', text: value, position: 1, spaced: false },
      { kind: 'end', text: '', position: text.length + 1, spaced: false },
    ]);
  });

  test.each([
    '"',
    '"a',
    String.raw`"a\"`,
    String.raw`"\x"`,
    String.raw`"\u12"`,
    String.raw`"\u12g4"`,
    '"\n"',
    '"\t"',
    '"\u001f"',
  ])('%j is not', (text) => {
    expect(refusal(`  ${text}`)).toBe('3:There is a string that is not a complete JSON string in double quotes');
  });

  test.each([String.raw`"\ud83d"`, String.raw`"a\ude00"`, '"\ud83d"'])('%j has half a character', (text) => {
    expect(refusal(` ${text}`)).toBe('2:There is a string that contains half a character');
  });

  test('NUL is refused, which no attribute may hold', () => {
    expect(refusal(String.raw`a "\u0000"`)).toBe('3:There is a string that contains a NUL character');
  });
});

test.each([
  ['=', 1],
  ['a && b', 3],
  ['a\nb', 2],
  ['é', 1],
  ['a\u{a0}b', 2],
  ['{', 1],
  ['%', 1],
  ['-a', 1],
  [':', 1],
])('What belongs to no token is the last one, with its position: %j', (text, position) => {
  expect(refusal(text)).toBe(`${position}:`);
});

test.each(["a eq 'x'", 'a eq `x`', 'a eq “x”', 'a eq ‘x’'])(
  'Another quote than the double one has its reason: %s',
  (text) => {
    expect(refusal(text)).toBe('6:Values stand in double quotes, and there is another quote');
  },
);

/** Where the text is invalid, and why where there is more to say than that. */
function refusal(text: string): string {
  const { kind, position, text: reason } = tokenize(text).at(-1)!;
  expect(kind).toBe('invalid');
  return `${position}:${reason}`;
}
