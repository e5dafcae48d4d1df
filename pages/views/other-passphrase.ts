import type { KeyPair } from '../../src/onboarding/keys/key-pair.js';
import type { Api } from '../api/api.js';
import type { Me } from '../api/types.js';
import { freshly } from '../crypto/freshly.js';
import { keys } from '../crypto/keys.js';
import { element } from '../dom.js';
import { texts } from '../messages/index.js';
import { submitButton } from '../parts/button.js';
import { failureText } from '../parts/failure.js';
import { NewPassphrase } from '../parts/new-passphrase.js';
import { ErrorLine, notice } from '../parts/notice.js';
import { ownerField } from '../parts/passphrase.js';
import { Progress } from '../parts/progress.js';
import { onSubmit } from '../parts/submit.js';

/** Puts the person's key, which is open, under another passphrase. The key stays the same. */
export function otherPassphrase(api: Api, me: Me, own: KeyPair): HTMLElement {
  const passphrase = new NewPassphrase([me.organization.name, me.displayName, ...(me.address ?? '').split(/[@.]/)]);
  const error = new ErrorLine();
  const progress = new Progress(texts.otherPassphrase.locking);
  progress.node.hidden = true;
  const form = element(
    'form',
    {},
    ownerField(me.address ?? me.displayName),
    passphrase.node,
    submitButton(texts.otherPassphrase.submit),
    progress.node,
    error.node,
  );
  onSubmit(form, async () => {
    error.clear();
    const chosen = await passphrase.read();
    if (chosen === undefined) return;
    progress.node.hidden = false;
    try {
      const { identity, recipient } = own;
      const protectedIdentity = await keys.protectIdentity(identity, chosen);
      await freshly(api, recipient, () => api.changeKey({ recipient, protectedIdentity, replaces: recipient }));
      form.replaceChildren(notice('good', texts.otherPassphrase.done));
    } catch (failure) {
      error.show(failureText(failure));
    } finally {
      progress.node.hidden = true;
    }
  });
  return element('details', {}, element('summary', {}, texts.otherPassphrase.title), form);
}
