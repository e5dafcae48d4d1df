import { Problem } from '../api/problem.js';
import { element } from '../dom.js';
import { texts } from '../messages/index.js';
import { show, showLoading } from '../page.js';
import { button } from '../parts/button.js';
import { failureText } from '../parts/failure.js';

/** What the page needs did not come: says why, and tries again when asked, or once the browser is online again. */
export function showUnanswered(error: unknown, again: () => unknown): void {
  const retry = () => {
    showLoading();
    return again();
  };
  const title = error instanceof Problem && error.status === 0 ? texts.unanswered.offline : texts.unanswered.title;
  const left = show(title, element('p', {}, failureText(error)), button(texts.again, retry, 'primary'));
  addEventListener('online', retry, { signal: left });
}
