import { element } from '../dom.js';

export type ButtonKind = 'primary' | 'plain' | 'quiet';

/** A button that carries out its action once at a time. */
export function button(label: string, action: () => unknown, kind: ButtonKind = 'plain'): HTMLButtonElement {
  const node = element('button', { type: 'button', class: kind }, label);
  let isBusy = false;
  node.addEventListener('click', () => {
    if (isBusy) return;
    isBusy = true;
    node.setAttribute('aria-disabled', 'true');
    void Promise.resolve(action()).finally(() => {
      isBusy = false;
      node.removeAttribute('aria-disabled');
    });
  });
  return node;
}

/** The button of a form. */
export function submitButton(label: string): HTMLButtonElement {
  return element('button', { type: 'submit', class: 'primary' }, label);
}
