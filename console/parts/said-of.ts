import { wordsOf } from './failure.js';
import type { Refusal } from './form-dialog.js';

/** What the server says of a form, under the field that it names, or under `form` where it names none. */
export function saidOf(refusal: Refusal | undefined, fields: readonly string[]): Readonly<Record<string, string>> {
  if (!refusal) return {};
  const words = wordsOf(refusal.error);
  return { [fields.find((field) => words.includes(field)) ?? 'form']: words };
}
