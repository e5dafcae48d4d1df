const BLANKS = new Set([' ', '\t', '\r', '\n']);

/** A text without the blanks and line feeds at its ends, which come from directories and spreadsheets. */
export function withoutBlanks(text: string): string {
  let [start, end] = [0, text.length];
  while (start < end && BLANKS.has(text[start]!)) start += 1;
  while (end > start && BLANKS.has(text[end - 1]!)) end -= 1;
  return text.slice(start, end);
}
