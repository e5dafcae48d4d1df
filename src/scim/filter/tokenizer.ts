export interface Token {
  readonly kind: 'word' | 'string' | 'number' | '(' | ')' | '[' | ']' | 'end' | 'invalid';
  /** As written; for a string its value, escapes resolved. For what is invalid it is the reason, where there is one to tell. */
  readonly text: string;
  /** Where it starts, counted from 1, for error texts. */
  readonly position: number;
  /** Whether blanks stand before it. */
  readonly spaced: boolean;
}

const BLANKS = /[ \t]*/y;
const WORD = /[A-Za-z$_.][A-Za-z0-9$_.:\-%/+~]*/y;
const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?(?![A-Za-z0-9$_.:-])/y;
const STRING = /"(?:[^"\\\u0000-\u001f]|\\.)*"/y;

/** Also the quotes that word processors make of them. */
const OTHER_QUOTES = /^['`´‘’‚“”„«»]/;

/** Splits a filter or a PATCH path into tokens: the last one is its end, or a character or string that makes it invalid. */
export function tokenize(text: string): Token[] {
  const tokens: Token[] = [];
  let index = 0;
  const take = (pattern: RegExp) => {
    pattern.lastIndex = index;
    const match = pattern.exec(text)?.[0];
    index += match?.length ?? 0;
    return match;
  };
  for (;;) {
    const spaced = take(BLANKS) !== '';
    const position = index + 1;
    const next = text[index];
    const add = (kind: Token['kind'], value: string) => tokens.push({ kind, text: value, position, spaced });
    if (next === undefined) {
      add('end', '');
      return tokens;
    }
    if (next === '(' || next === ')' || next === '[' || next === ']') {
      index += 1;
      add(next, next);
    } else if (next === '"') {
      const value = stringValue(take(STRING));
      add(value.kind, value.text);
      if (value.kind === 'invalid') return tokens;
    } else {
      const number = take(NUMBER);
      const word = number ?? take(WORD);
      if (word === undefined) {
        add('invalid', OTHER_QUOTES.test(next) ? 'Values stand in double quotes, and there is another quote' : '');
        return tokens;
      }
      add(number === undefined ? 'word' : 'number', word);
    }
  }
}

/** A JSON string (RFC 7159 §7); NUL is refused, since no attribute may hold it. */
function stringValue(literal: string | undefined): Pick<Token, 'kind' | 'text'> {
  const invalid = (text: string) => ({ kind: 'invalid' as const, text });
  const text = literal === undefined ? undefined : parsed(literal);
  if (text === undefined) return invalid('There is a string that is not a complete JSON string in double quotes');
  if (!text.isWellFormed()) return invalid('There is a string that contains half a character');
  if (text.includes('\0')) return invalid('There is a string that contains a NUL character');
  return { kind: 'string', text };
}

function parsed(literal: string): string | undefined {
  try {
    return JSON.parse(literal) as string;
  } catch {
    return undefined;
  }
}
