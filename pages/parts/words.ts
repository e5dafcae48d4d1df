import { fingerprintOf } from '../../src/onboarding/keys/fingerprint.js';
import { element } from '../dom.js';

/** The fingerprint of a recipient in its six words, numbered as they are read out. English in every language. */
export function words(recipient: string, label: string): HTMLElement {
  const items = fingerprintOf(recipient).map((word) => element('li', {}, word));
  return element('ol', { class: 'words', lang: 'en', translate: 'no', 'aria-label': label }, ...items);
}
