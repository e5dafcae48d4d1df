import { styleText } from 'node:util';
import { escaped } from '../../cli/print.js';
import type { Step } from './transcript.js';

const HEAD = ['', 'step', 'sent', 'answered', 'expected', 'ms'];

/** The steps as a table; steps of one name that went well share a line. */
export function table(steps: readonly Step[], colours: boolean): string {
  const rows = [HEAD, ...gathered(steps).map(cells)];
  const widths = HEAD.map((_, column) => Math.max(...rows.map((row) => row[column]!.length)));
  const lines = rows.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column]!))
      .join('  ')
      .trimEnd(),
  );
  const faults = steps
    .filter(({ ok }) => !ok)
    .map(({ name, method, path, detail }) => `✘ ${name}: ${method} ${path}\n  ${detail}`);
  return [...lines, ...faults]
    .flatMap((line) => line.split('\n'))
    .map((line) => painted(escaped(line), colours))
    .join('\n');
}

function gathered(steps: readonly Step[]): Step[][] {
  const groups = new Map<string, Step[]>();
  for (const step of steps) {
    const key = [step.name, step.method, step.ok, step.status, step.expected].join('\n');
    groups.set(key, [...(groups.get(key) ?? []), step]);
  }
  return [...groups.values()];
}

function cells(steps: Step[]): string[] {
  const { ok, name, method, path, status, expected } = steps[0]!;
  const times = steps.length > 1 ? ` ×${steps.length}` : '';
  const milliseconds = steps.reduce((sum, step) => sum + step.milliseconds, 0) / steps.length;
  return [
    ok ? '✔' : '✘',
    name + times,
    `${method} ${template(path)}`,
    String(status ?? '-'),
    expected,
    milliseconds.toFixed(0),
  ];
}

/** The path without the ids and values that differ from step to step. */
function template(path: string): string {
  return path
    .replace(/filter=([a-zA-Z]+)%20eq%20%22[^&]*/, 'filter=$1 eq "…"')
    .replace(/^(\/(?:Users|Groups))\/[^?]+/, '$1/{id}')
    .replace(/startIndex=\d+/, 'startIndex=…');
}

function painted(line: string, colours: boolean): string {
  if (!colours) return line;
  if (line.startsWith('✔')) return styleText('green', '✔') + line.slice(1);
  return line.startsWith('✘') ? styleText('red', line) : line;
}
