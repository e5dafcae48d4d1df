import { createInterface } from 'node:readline/promises';
import { escaped } from './print.js';

/** Up to so many people, a word is enough; the number of more has to be typed in. */
const FEW = 10;
const MAX_NAMED = 20;

/** Where to ask a question and read the answer. */
interface Terminal {
  readonly input: NodeJS.ReadableStream;
  readonly output: NodeJS.WritableStream;
}

/** The terminal, if the command runs at one; undefined in a script. */
export function terminal(): Terminal | undefined {
  const { stdin: input, stderr: output } = process;
  return input.isTTY && output.isTTY ? { input, output } : undefined;
}

/** Names people and asks whether it is they. @param what is done with them: "Remove", "Keep" */
export async function confirmed(what: string, names: readonly string[], { input, output }: Terminal): Promise<boolean> {
  const lines = [`${what} ${names.length === 1 ? '1 person' : `${names.length} people`}:`];
  for (const name of names.slice(0, MAX_NAMED)) lines.push(`  ${escaped(name)}`);
  if (names.length > MAX_NAMED) lines.push(`  and ${names.length - MAX_NAMED} more`);
  output.write(`${lines.join('\n')}\n`);
  const wanted = names.length > FEW ? String(names.length) : 'yes';
  const reader = createInterface({ input, output });
  try {
    return (await reader.question(`Type ${wanted} to continue: `)).trim() === wanted;
  } finally {
    reader.close();
  }
}
