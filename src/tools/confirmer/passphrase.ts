import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline/promises';
import { Writable } from 'node:stream';
import { ConfirmerMistake } from './faults.js';

const VARIABLE = 'MUSTER_CONFIRMER_PASSPHRASE';

/**
 * The passphrase of the identity: from a file, from the environment, or from the person at the terminal. It is never an
 * argument, which every process of the machine could read.
 * @throws ConfirmerMistake
 */
export async function passphraseFrom(
  file: string | undefined,
  environment: Readonly<Record<string, string | undefined>>,
): Promise<string> {
  const given = environment[VARIABLE];
  const named = file ?? environment[`${VARIABLE}_FILE`];
  if (given && named) throw new ConfirmerMistake(`${VARIABLE} and a passphrase file are both given; keep one`);
  const passphrase = given || (named ? lineIn(named) : await asked());
  if (passphrase === '') throw new ConfirmerMistake('The passphrase is empty');
  return passphrase;
}

function lineIn(file: string): string {
  try {
    return readFileSync(file, 'utf8').replace(/\r?\n$/, '');
  } catch (error) {
    throw new ConfirmerMistake(`${file} cannot be read: ${(error as Error).message}`);
  }
}

async function asked(): Promise<string> {
  if (!process.stdin.isTTY)
    throw new ConfirmerMistake(
      `The identity has a passphrase: give --passphrase-file, ${VARIABLE} or ${VARIABLE}_FILE`,
    );
  process.stderr.write('Passphrase of the identity: ');
  const silent = new Writable({ write: (_chunk, _encoding, done) => done() });
  const terminal = createInterface({ input: process.stdin, output: silent, terminal: true });
  try {
    return await terminal.question('');
  } finally {
    terminal.close();
    process.stderr.write('\n');
  }
}
