import { caseKey } from '../platform/text/case-key.js';

/** In characters: four bytes each have room in the column. */
const LENGTH = 200;

/** What names are looked for and ordered by. The normal form of a name can be much longer than the name: its beginning decides. */
export function nameKeyOf(name: string): string {
  return [...caseKey(name)].slice(0, LENGTH).join('');
}
