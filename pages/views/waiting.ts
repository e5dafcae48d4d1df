import type { Api } from '../api/api.js';
import type { Me } from '../api/types.js';
import { element } from '../dom.js';
import { texts } from '../messages/index.js';
import { show } from '../page.js';
import { steps } from '../parts/steps.js';
import { words } from '../parts/words.js';
import { signedInAs } from './signed-in-as.js';

/** Accepted, and waiting for an admin: what to read out to them. */
export function showWaiting(api: Api, me: Me, again: () => Promise<void>): AbortSignal {
  const { name } = me.organization;
  return show(
    texts.waiting.title,
    element('p', { class: 'lead' }, texts.waiting.lead(name)),
    me.recipient !== null &&
      element(
        'section',
        { class: 'card' },
        element('h2', {}, texts.waiting.wordsTitle),
        words(me.recipient, texts.fingerprint.yours),
        element('p', { class: 'hint' }, texts.waiting.wordsHint),
      ),
    steps(texts.join.steps, 1),
    element('p', { class: 'pulse' }, texts.waiting.looking),
    signedInAs(api, me, again),
  );
}
