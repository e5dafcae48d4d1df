import type { Api } from '../api/api.js';
import { element, newId } from '../dom.js';
import { texts } from '../messages/index.js';
import { show } from '../page.js';
import { button, submitButton } from '../parts/button.js';
import { failureText } from '../parts/failure.js';
import { ErrorLine } from '../parts/notice.js';
import { onSubmit } from '../parts/submit.js';

const ADDRESS = /^[^\s@]+@[^\s@]+$/;

/** Asks for the address, to send a link there. */
export function showSignedOut(api: Api): void {
  const id = newId();
  const error = new ErrorLine();
  error.node.id = `${id}-problem`;
  const input = element('input', {
    id,
    type: 'email',
    autocomplete: 'email',
    inputmode: 'email',
    maxlength: 320,
    required: true,
    'aria-describedby': error.node.id,
  });
  const field = element(
    'div',
    { class: 'field' },
    element('label', { for: id }, texts.signedOut.address),
    input,
    error.node,
  );
  const form = element('form', { class: 'card' }, field, submitButton(texts.signedOut.send));
  onSubmit(form, async () => {
    error.clear();
    const address = input.value.trim();
    const isAddress = ADDRESS.test(address);
    input.setAttribute('aria-invalid', String(!isAddress));
    if (!isAddress) {
      error.show(texts.signedOut.noAddress);
      return input.focus();
    }
    try {
      await api.sendSignInLink(address);
      showSent(api, address);
    } catch (failure) {
      error.show(failureText(failure));
    }
  });
  show(texts.signedOut.title, element('p', { class: 'lead' }, texts.signedOut.lead), form);
}

function showSent(api: Api, address: string): void {
  show(
    texts.sent.title,
    element('p', { class: 'lead' }, texts.sent.lead(address)),
    element('p', {}, texts.sent.text),
    button(texts.sent.other, () => showSignedOut(api), 'quiet'),
  );
}
