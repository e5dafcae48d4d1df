import { escaped, print, printJson } from './print.js';

/** One object as JSON, or as lines of name and value for people. */
export function printObject(object: object, json: boolean | undefined): void {
  if (json) return printJson(object);
  const entries = Object.entries(object).filter(([, value]) => value !== undefined && value !== null);
  const width = Math.max(...entries.map(([name]) => name.length));
  for (const [name, value] of entries) print(`${name.padEnd(width)}  ${text(value)}`);
}

/** Objects as a JSON list, or as a table for people. */
export function printTable(rows: readonly object[], columns: readonly string[], json: boolean | undefined): void {
  if (json) return printJson(rows);
  const cells = [
    columns,
    ...rows.map((row) => columns.map((column) => text((row as Record<string, unknown>)[column]))),
  ];
  const widths = columns.map((_, index) => Math.max(...cells.map((row) => row[index]!.length)));
  for (const row of cells)
    print(
      row
        .map((cell, index) => cell.padEnd(widths[index]!))
        .join('  ')
        .trimEnd(),
    );
}

function text(value: unknown): string {
  if (value === undefined || value === null) return '-';
  return escaped(typeof value === 'object' ? JSON.stringify(value) : String(value));
}
