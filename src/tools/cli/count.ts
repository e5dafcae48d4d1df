import { InvalidArgumentError } from 'commander';

/** A number of things that an option asks for. */
export function count(text: string): number {
  if (!/^[1-9]\d{0,5}$/.test(text)) throw new InvalidArgumentError('It is a number from 1 to 999999.');
  return Number(text);
}
