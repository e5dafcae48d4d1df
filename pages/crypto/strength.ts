import { ZxcvbnFactory } from '@zxcvbn-ts/core';
import * as common from '@zxcvbn-ts/language-common';
import * as english from '@zxcvbn-ts/language-en';

/**
 * How often somebody has to guess who has a copy of the database: 10^10 times, each at the price of scrypt, are more
 * than a hundred years of a processor.
 */
const ENOUGH_GUESSES_LOG10 = 10;
/** Longer texts are strong enough, and would take long to measure. */
const MEASURED = 100;

export interface Strength {
  /** From 0, the worst, to 4. */
  readonly score: number;
  readonly isEnough: boolean;
}

const zxcvbn = new ZxcvbnFactory({
  dictionary: { ...common.dictionary, ...english.dictionary },
  graphs: common.adjacencyGraphs,
});

/** @param known texts that somebody would try first, such as the person's name */
export function strengthOf(passphrase: string, known: readonly string[]): Strength {
  const { score, guessesLog10 } = zxcvbn.check(passphrase.slice(0, MEASURED), [...known, 'muster']);
  return { score, isEnough: guessesLog10 >= ENOUGH_GUESSES_LOG10 };
}
