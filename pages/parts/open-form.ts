import type { KeyPair } from '../../src/onboarding/keys/key-pair.js';
import { keys } from '../crypto/keys.js';
import { keepOpen } from '../crypto/opened.js';
import { element } from '../dom.js';
import { texts } from '../messages/index.js';
import { submitButton } from './button.js';
import { failureText } from './failure.js';
import { ErrorLine } from './notice.js';
import { ownerField, PassphraseField } from './passphrase.js';
import { Progress } from './progress.js';
import { onSubmit } from './submit.js';

/** What a form for the passphrase needs. */
export interface OpenForm {
  readonly label: string;
  readonly address: string | null;
  /** What the passphrase shall open. */
  protectedIdentity(): Promise<string>;
  /** What to do with the opened key. What it throws is told in the form. */
  opened(key: KeyPair): Promise<void>;
}

/** Asks for the passphrase, and opens the person's own key with it. */
export function openForm({ label, address, protectedIdentity, opened }: OpenForm): HTMLFormElement {
  const field = new PassphraseField(texts.passphrase.yours, 'current-password');
  const error = new ErrorLine();
  const progress = new Progress(texts.passphrase.opening);
  progress.node.hidden = true;
  const owner = address === null ? undefined : ownerField(address);
  const form = element('form', {}, owner, field.node, submitButton(label), progress.node, error.node);
  onSubmit(form, async () => {
    error.clear();
    if (field.value === '') return field.say(texts.passphrase.missing);
    try {
      const file = await protectedIdentity();
      progress.node.hidden = false;
      const key = await keys.openIdentity(file, field.value);
      keepOpen(key);
      await opened(key);
    } catch (failure) {
      if ((failure as Error).name === 'WrongPassphrase') {
        field.say(texts.passphrase.wrong);
        field.input.select();
      } else error.show(failureText(failure));
    } finally {
      progress.node.hidden = true;
    }
  });
  return form;
}
