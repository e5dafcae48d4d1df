import { describe, expect, test } from '@jest/globals';
import { RecentlyUsed } from './recently-used.js';

describe('What was used recently', () => {
  test('stays; what was not used for the longest time goes, and is told of', () => {
    const gone: string[] = [];
    const kept = new RecentlyUsed<{ name: string }>(2, ({ name }) => gone.push(name));
    kept.set('first', { name: 'first' });
    kept.set('second', { name: 'second' });
    expect(kept.get('first')).toEqual({ name: 'first' });
    kept.set('third', { name: 'third' });
    expect(gone).toEqual(['second']);
    expect(['first', 'second', 'third'].map((name) => kept.get(name)?.name)).toEqual(['first', undefined, 'third']);
  });

  test('is replaced in its place', () => {
    const kept = new RecentlyUsed<{ number: number }>(2);
    kept.set('one', { number: 1 });
    kept.set('two', { number: 2 });
    kept.set('one', { number: 3 });
    expect([kept.get('one'), kept.get('two')]).toEqual([{ number: 3 }, { number: 2 }]);
  });
});
