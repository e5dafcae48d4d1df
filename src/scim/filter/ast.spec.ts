import { describe, expect, test } from '@jest/globals';
import { attrPathsOf, comparisonsIn } from './ast.js';
import { parseFilter } from './parser.js';

describe('A filter', () => {
  test.each([
    ['title pr', ['title'], 1],
    ['title eq "a"', ['title'], 1],
    ['not (title pr)', ['title'], 1],
    ['title pr and userName sw "a"', ['title', 'userName'], 2],
    ['title pr or not (userName pr or title pr)', ['title', 'userName', 'title'], 3],
    ['emails[type eq "work"]', ['emails'], 1],
    ['emails[type eq "work" and not (value pr)] or title pr', ['emails', 'title'], 3],
  ])('%s asks for %j and looks for values %d times', (text, names, comparisons) => {
    const filter = parseFilter(text);
    expect(attrPathsOf(filter).map(({ attribute }) => attribute)).toEqual(names);
    expect(comparisonsIn(filter)).toBe(comparisons);
  });
});
