import { en } from './en.js';
import { ja } from './ja.js';
import type { Messages } from './messages.js';

const catalogues: Readonly<Record<string, Messages>> = { en, ja };

/** The first of the browser's languages that there are texts in. */
const tag = navigator.languages.find((given) => catalogues[languageOf(given)]) ?? 'en';
export const language = languageOf(tag);

/** Everything that people read. */
export const texts: Messages = catalogues[language]!;

/** Who somebody is; identity providers often have the address for a name. */
export function personText(name: string, address: string | null): string {
  return address === null || address === name ? name : texts.person(name, address);
}

/** A moment, as people of the language write it, in the time of the place where they are. */
export function formatted(instant: string): string {
  return new Intl.DateTimeFormat(tag, { dateStyle: 'full', timeStyle: 'short' }).format(new Date(instant));
}

export function numbered(count: number): string {
  return new Intl.NumberFormat(tag).format(count);
}

function languageOf(given: string): string {
  return given.toLowerCase().split('-')[0]!;
}
