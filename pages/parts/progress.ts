import { element, newId } from '../dom.js';

/** How far something is that takes a while; without an end to see at first. */
export class Progress {
  private readonly id = newId();
  private readonly label = element('label', { for: this.id });
  private readonly bar = element('progress', { id: this.id });
  readonly node = element('div', { class: 'progress', role: 'status' }, this.label, this.bar);

  constructor(text: string) {
    this.label.textContent = text;
  }

  /** @param done of 1; left out where nobody knows */
  tell(text: string, done?: number): void {
    this.label.textContent = text;
    if (done === undefined) this.bar.removeAttribute('value');
    else this.bar.value = done;
  }
}
