import { close } from '../crypto/opened.js';
import { element } from '../dom.js';
import { texts } from '../messages/index.js';
import { show } from '../page.js';
import { button } from '../parts/button.js';

/** The person's access was taken away. */
export function showRevoked(again: () => Promise<void>): AbortSignal {
  close();
  return show(
    texts.revoked.title,
    element('p', { class: 'lead' }, texts.revoked.lead),
    element('p', {}, texts.revoked.text),
    button(texts.lookAgain, again),
  );
}
