import { inspect } from 'node:util';

/** What a terminal would obey, or would show in another order than it is written. */
const COMMANDS = /[\p{Cc}\p{Zl}\p{Zp}\p{Bidi_Control}]/gu;

/** Text of one line in which nothing is left that a terminal obeys: written as JSON writes it. */
export function escaped(text: string): string {
  return text.replaceAll(COMMANDS, (character) => `\\u${character.codePointAt(0)!.toString(16).padStart(4, '0')}`);
}

/** Prints text, whose own line breaks stay. */
export function print(text: string): void {
  console.log(escapedLines(text));
}

export function printError(error: unknown): void {
  console.error(escapedLines(typeof error === 'string' ? error : inspect(error)));
}

export function printJson(value: unknown): void {
  console.log(escaped(JSON.stringify(value)));
}

/** The same of text of several lines. */
export function escapedLines(text: string): string {
  const parts = text.split(/(\r?\n)/);
  return parts.map((part, index) => (index % 2 === 1 ? part : escaped(part))).join('');
}
