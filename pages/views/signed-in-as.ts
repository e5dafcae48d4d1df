import type { Api } from '../api/api.js';
import { isProblem } from '../api/problem.js';
import type { Me } from '../api/types.js';
import { close } from '../crypto/opened.js';
import { element } from '../dom.js';
import { personText, texts } from '../messages/index.js';
import { button } from '../parts/button.js';
import { failureText } from '../parts/failure.js';
import { ErrorLine } from '../parts/notice.js';

/** Whose page it is, and the way out. */
export function signedInAs(api: Api, me: Me, again: () => Promise<void>): HTMLElement {
  const error = new ErrorLine();
  const signOut = async () => {
    close();
    try {
      await api.signOut();
    } catch (failure) {
      if (!isProblem(failure, 'signed_out')) return error.show(failureText(failure));
    }
    await again();
  };
  return element(
    'footer',
    { class: 'signed-in-as' },
    element('p', {}, texts.signedInAs(personText(me.displayName, me.address))),
    button(texts.signOut, signOut, 'quiet'),
    error.node,
  );
}
