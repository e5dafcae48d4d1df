import { invalidFilter } from '../protocol/scim-error.js';

export interface Token {
  readonly kind: 'word' | 'string' | 'number' | '(' | ')' | '[' | ']' | 'end';
  /** As written; for a string its value, escapes resolved. */
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

/**
 * Splits a filter or a PATCH path into tokens.
 * @throws ScimError invalidFilter on characters that belong to no token, and on malformed strings
 */
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
    const spaced = (take(BLANKS) ?? '') !== '';
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
      add('string', stringValue(take(STRING), position));
    } else {
      const number = take(NUMBER);
      const word = number ?? take(WORD);
      if (word === undefined) throw invalidFilter(`The character at position ${position} does not belong there`);
      add(number === undefined ? 'word' : 'number', word);
    }
  }
}

/** A JSON string (RFC 7159 §7); NUL is refused, since no attribute may hold it. */
function stringValue(literal: string | undefined, position: number): string {
  const value = literal === undefined ? undefined : parsed(literal);
  if (value === undefined)
    throw invalidFilter(`The string at position ${position} is not a complete JSON string in double quotes`);
  if (!value.isWellFormed()) throw invalidFilter(`The string at position ${position} contains half a character`);
  if (value.includes('\0')) throw invalidFilter(`The string at position ${position} contains a NUL character`);
  return value;
}

function parsed(literal: string): string | undefined {
  try {
    return JSON.parse(literal) as string;
  } catch {
    return undefined;
  }
}
