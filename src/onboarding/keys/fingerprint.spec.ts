import { describe, expect, it } from '@jest/globals';
import { fingerprintOf } from './fingerprint.js';

/** Computed by a program of its own (Python's hashlib, the whole hash as one number) over the list as BIP-39 publishes it. */
const vectors: readonly (readonly [recipient: string, words: string])[] = [
  ['age1lggyhqrw2nlhcxprm67z43rta597azn8gknawjehu9d9dl0jq3yqqvfafg', 'faith rail sign raccoon engage pigeon'],
  ['age1t7rxyev2z3rw82stdlrrepyc39nvn86l5078zqkf5uasdy86jp6svpy7pa', 'silver utility snow miracle ring noble'],
  ['age1zvkyg2lqzraa2lnjvqej32nkuu0ues2s82hzrye869xeexvn73equnujwj', 'scare nominee now like vast base'],
  ['age1', 'taxi begin define property squirrel daring'],
  ['', 'dash ripple man reunion muffin awesome'],
];

describe('The fingerprint of a recipient', () => {
  it.each(vectors)('%s is read out as "%s"', (recipient, words) => {
    expect(fingerprintOf(recipient).join(' ')).toBe(words);
  });
});
