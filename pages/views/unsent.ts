import { Problem } from '../api/problem.js';
import { element } from '../dom.js';
import { texts } from '../messages/index.js';
import { show } from '../page.js';
import { button } from '../parts/button.js';
import { failureText } from '../parts/failure.js';

/** The key is made, but the server did not take it: the same one is sent again. */
export function showUnsent(error: unknown, again: () => Promise<void>, startOver: () => Promise<void>): void {
  const isPassing = error instanceof Problem && error.isPassing;
  const left = show(
    texts.unsent.title,
    element('p', {}, failureText(error)),
    element('p', {}, texts.unsent.text),
    element(
      'div',
      { class: 'actions' },
      button(texts.again, again, 'primary'),
      !isPassing && button(texts.unsent.startOver, startOver, 'quiet'),
    ),
  );
  addEventListener('online', () => void again(), { signal: left, once: true });
}
