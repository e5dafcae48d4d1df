import { texts } from '../messages/index.js';
import { element } from '../dom.js';
import { show } from '../page.js';

/** The address leads nowhere. */
export function showNothing(): void {
  show(texts.nothing.title, element('p', {}, texts.nothing.text));
}

/** The page came without https. */
export function showInsecure(): void {
  show(texts.insecure.title, element('p', {}, texts.insecure.text));
}
