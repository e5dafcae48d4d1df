import { InvalidArgumentError } from 'commander';

/** Reads a whole number of an option, both ends included. */
export function between(low: number, high: number) {
  return (text: string): number => {
    const number = Number(text);
    if (!Number.isInteger(number) || number < low || number > high)
      throw new InvalidArgumentError(`From ${low} to ${high}.`);
    return number;
  };
}
