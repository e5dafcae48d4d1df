import { element, newId } from '../dom.js';
import { texts } from '../messages/index.js';

/** A field for a passphrase that can be shown, with a hint and what is wrong with it. */
export class PassphraseField {
  private readonly id = newId();
  private readonly problem = element('p', { class: 'error', id: `${this.id}-problem`, role: 'alert', hidden: true });
  readonly input: HTMLInputElement;
  readonly node: HTMLElement;

  constructor(label: string, autocomplete: 'new-password' | 'current-password', ...below: readonly HTMLElement[]) {
    for (const hint of below) hint.id ||= newId();
    this.input = element('input', {
      id: this.id,
      type: 'password',
      autocomplete,
      autocapitalize: 'none',
      spellcheck: 'false',
      required: true,
      maxlength: 1_000,
      'aria-describedby': [`${this.id}-problem`, ...below.map(({ id }) => id)].join(' '),
    });
    const row = element('div', { class: 'passphrase' }, this.input, this.toggle());
    this.node = element(
      'div',
      { class: 'field' },
      element('label', { for: this.id }, label),
      row,
      ...below,
      this.problem,
    );
    this.input.addEventListener('input', () => this.say(''));
  }

  get value(): string {
    return this.input.value;
  }

  show(isShown: boolean): void {
    this.input.type = isShown ? 'text' : 'password';
    const toggle = this.node.querySelector('button')!;
    toggle.textContent = isShown ? texts.passphrase.hide : texts.passphrase.show;
    toggle.setAttribute('aria-pressed', String(isShown));
  }

  /** Says what is wrong, and brings the cursor there; an empty text is that nothing is. */
  say(text: string): void {
    this.problem.textContent = text;
    this.problem.hidden = text === '';
    this.input.setAttribute('aria-invalid', String(text !== ''));
    if (text !== '') this.input.focus();
  }

  private toggle(): HTMLButtonElement {
    const { show } = texts.passphrase;
    const toggle = element(
      'button',
      { type: 'button', class: 'quiet', 'aria-pressed': 'false', 'aria-controls': this.id },
      show,
    );
    toggle.addEventListener('click', () => this.show(this.input.type === 'password'));
    return toggle;
  }
}

/** Tells a password manager whose passphrase it is; people do not see it. */
export function ownerField(address: string): HTMLInputElement {
  return element('input', { type: 'email', autocomplete: 'username', value: address, readonly: true, hidden: true });
}
