import { existsSync, readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { mutantsOf } from './index.js';

const read = (path: string) => (existsSync(path) ? readFileSync(path, 'utf8') : '');

test('Each mistake can be made, in one place, and has a test that is there', () => {
  const mutants = mutantsOf([]);
  expect(mutants.length).toBeGreaterThan(80);
  const unfit = mutants.filter(
    ({ file, find, replace, noticedBy, title = '' }) =>
      read(file).split(find).length !== 2 ||
      find === replace ||
      read(noticedBy) === '' ||
      !read(noticedBy).includes(title),
  );
  expect(unfit.map(({ mistake, file }) => `${file}: ${mistake}`)).toEqual([]);
});
