import { element } from '../dom.js';

export type NoticeKind = 'info' | 'good' | 'warning' | 'danger';

/** A box that says one thing. Warnings are told by screen readers at once. */
export function notice(kind: NoticeKind, title: string, ...content: readonly (Node | string)[]): HTMLElement {
  const role = kind === 'danger' || kind === 'warning' ? 'alert' : undefined;
  const parts = content.map((part) => (typeof part === 'string' ? element('p', {}, part) : part));
  return element('div', { class: `notice ${kind}`, role }, element('strong', {}, title), ...parts);
}

/** A place for what went wrong, read out when it changes. */
export class ErrorLine {
  readonly node = element('p', { class: 'error', role: 'alert', hidden: true });

  show(text: string): void {
    this.node.textContent = text;
    this.node.hidden = text === '';
  }

  clear(): void {
    this.show('');
  }
}
