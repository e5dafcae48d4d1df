import { en, type Texts } from './en.js';
import { ja } from './ja.js';

const KEPT = 'muster.language';

const isJapanese = (localStorage.getItem(KEPT) ?? navigator.language).startsWith('ja');

/** What the console says, in the language of the browser or the one that was chosen. */
export const texts: Texts = isJapanese ? ja : en;

/** Says everything in the other language from now on. */
export function switchLanguage(): void {
  localStorage.setItem(KEPT, isJapanese ? 'en' : 'ja');
  location.reload();
}

document.documentElement.lang = texts.locale;
