import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { matches, sha256 } from '../platform/ids/sha256.js';
import { newKey, parseAnyKey, parseKey } from './key-format.js';

describe('A key', () => {
  test('has a prefix, an id, 256 bits of secret and a checksum, and is found again in its text', () => {
    const { id, secret, key } = newKey();
    expect(key).toMatch(/^muster_scim_[0-9A-Za-z]{12}_[0-9A-Za-z]{49}$/);
    expect(parseKey(key)).toEqual({ id, secret });
    expect(new Set(Array.from({ length: 100 }, () => newKey().key)).size).toBe(100);
  });

  test('with any letter changed is refused by its checksum', () => {
    const { key } = newKey();
    for (let index = 0; index < key.length; index += 1) {
      const changed = key.slice(0, index) + (key[index] === 'a' ? 'b' : 'a') + key.slice(index + 1);
      expect(parseKey(changed)).toBeUndefined();
    }
  });

  test.each(['', 'muster_scim_', 'Bearer x', `${newKey().key} `, `${newKey().key}x`])('%j is none', (text) => {
    expect(parseKey(text)).toBeUndefined();
  });

  test('is stored as a hash that only its secret matches', () => {
    const { secret } = newKey();
    expect([matches(secret, sha256(secret)), matches(newKey().secret, sha256(secret))]).toEqual([true, false]);
    expect(sha256(secret)).not.toContain(secret);
  });
});

describe('What docs/secret-scanning.md says to scanners', () => {
  const page = readFileSync(new URL('../../docs/secret-scanning.md', import.meta.url), 'utf8');
  const block = (language: string) => new RegExp(`\`\`\`${language}\\n([^]+?)\\n\`\`\``).exec(page)![1]!;
  const types = ['scim', 'app', 'admin'] as const;
  const keys = types.flatMap((type) => Array.from({ length: 50 }, () => newKey(type).key));
  const pattern = () => new RegExp(block('regexp'), 'g');
  /** What the program on the page says of texts. */
  const hasChecksum = (texts: readonly string[]): boolean[] => {
    const program = `${block('js')}\nconsole.log(JSON.stringify(${JSON.stringify(texts)}.map(hasChecksum)));`;
    return JSON.parse(execFileSync(process.execPath, ['--input-type=module', '--eval', program], { encoding: 'utf8' }));
  };

  test('finds the keys of all types whole, in whatever text they stand', () => {
    const text = `KEY=${keys.join('\nKEY="')}", Bearer:${keys[0]}.`;
    expect(text.match(pattern())).toEqual([...keys, keys[0]]);
  });

  test('matches nothing that is too short, too long or of another type', () => {
    for (const key of keys)
      for (const other of [key.slice(0, -1), `${key}x`, `x${key}`, key.replace(/^muster_[a-z]+/, 'muster_other')])
        expect([other, pattern().test(other)]).toEqual([other, false]);
  });

  test('takes the checksums that the server takes, and no others', () => {
    const changed = keys.map((key) => key.slice(0, -7) + (key.at(-7) === 'a' ? 'b' : 'a') + key.slice(-6));
    expect(hasChecksum(keys)).toEqual(keys.map(() => true));
    expect(hasChecksum(changed)).toEqual(changed.map((key) => parseAnyKey(key) !== undefined));
    expect(hasChecksum(changed)).toEqual(keys.map(() => false));
  });

  test('has an example that has this form', () => {
    const example = block('text');
    expect(example.match(pattern())).toEqual([example]);
    expect(parseAnyKey(example)).toMatchObject({ type: 'scim', id: 'Example00000' });
    expect(hasChecksum([example])).toEqual([true]);
    expect(page).toContain(`its checksum is \`${example.slice(-6)}\``);
  });
});
