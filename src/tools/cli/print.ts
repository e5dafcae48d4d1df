import { inspect } from 'node:util';

/** Characters that control a terminal, or change the order in which it shows text. */
const COMMANDS = /[\p{Cc}\p{Zl}\p{Zp}\p{Bidi_Control}]/gu;

/** A line of text whose control characters are escaped as in JSON. */
export function escaped(text: string): string {
  return text.replaceAll(COMMANDS, (character) => `\\u${character.codePointAt(0)!.toString(16).padStart(4, '0')}`);
}

/** Prints text, keeping its line breaks. */
export function print(text: string): void {
  console.log(escapedLines(text));
}

export function printError(error: unknown): void {
  console.error(escapedLines(typeof error === 'string' ? error : inspect(error)));
}

export function printJson(value: unknown): void {
  console.log(escaped(JSON.stringify(value)));
}

/** Escapes each line, keeping the line breaks. */
export function escapedLines(text: string): string {
  const parts = text.split(/(\r?\n)/);
  return parts.map((part, index) => (index % 2 === 1 ? part : escaped(part))).join('');
}
