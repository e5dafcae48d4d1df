import { wordsOf } from './failure.js';
import type { Refusal } from './form-dialog.js';

/** What the server says of the field that it names; of a form as a whole where it names none. */
export function saidOf<Name extends string>(refusal: Refusal | undefined, names: readonly Name[]) {
  const said: { [Field in Name | 'form']?: string } = {};
  if (!refusal) return said;
  const words = wordsOf(refusal.error);
  said[names.find((name) => words.includes(name)) ?? 'form'] = words;
  return said;
}
