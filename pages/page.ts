import { element } from './dom.js';
import { texts } from './messages/index.js';

const main = document.querySelector<HTMLElement>('#page')!;
const announcer = document.querySelector<HTMLElement>('#announcer')!;
const organizationName = document.querySelector<HTMLElement>('#organization')!;

/** Ends what the view before was waiting for. */
let leaving = new AbortController();

/**
 * Shows a view instead of the one before. Its heading gets the focus, so that a screen reader starts there.
 * @returns a signal that ends with the view
 */
export function show(title: string, ...content: readonly (Node | string | false | undefined)[]): AbortSignal {
  leaving.abort();
  leaving = new AbortController();
  const heading = element('h1', { tabindex: -1 }, title);
  document.title = `${title} · Muster`;
  main.replaceChildren(heading, ...content.filter((part): part is Node | string => Boolean(part)));
  main.removeAttribute('aria-busy');
  heading.focus({ preventScroll: true });
  scrollTo(0, 0);
  return leaving.signal;
}

/** Until the first answer is there. */
export function showLoading(): void {
  main.setAttribute('aria-busy', 'true');
  main.replaceChildren(element('p', { class: 'loading' }, texts.loading));
}

/** Told by screen readers without moving the focus. */
export function announce(text: string): void {
  announcer.textContent = text;
}

export function nameOrganization(name: string): void {
  organizationName.textContent = name;
}
