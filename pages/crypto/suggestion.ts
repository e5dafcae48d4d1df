import { wordlist } from '@scure/bip39/wordlists/english.js';

/** 55 bits, each guess at the price of scrypt. */
const WORDS = 5;

/** A passphrase of random words. The list has 2^11 of them, so that each is as likely as any other. */
export function suggestedPassphrase(): string {
  const numbers = crypto.getRandomValues(new Uint16Array(WORDS));
  return Array.from(numbers, (number) => wordlist[number % wordlist.length]!).join(' ');
}
