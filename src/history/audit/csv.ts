/** What a spreadsheet would take for a formula, or for the beginning of one. */
const FORMULA = /^(?:[\t\r\n]|\s*[=+\-@＝＋－＠﹦﹢﹣﹫])/;
const QUOTED = /[",\r\n]/;

/**
 * A record of RFC 4180, with its line break. Cells that a spreadsheet would compute get an apostrophe before them, as OWASP
 * advises against CSV injection.
 */
export function csvRecord(cells: readonly (string | number | null | undefined)[]): string {
  return `${cells.map(cell).join(',')}\r\n`;
}

function cell(value: string | number | null | undefined): string {
  if (typeof value === 'number') return String(value);
  const text = value ?? '';
  const safe = FORMULA.test(text) ? `'${text}` : text;
  return QUOTED.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
