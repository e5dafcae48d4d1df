import type { OrganizationKeyVersion } from '../../src/onboarding/keys/wrapped-key.js';
import { drawing, element } from '../dom.js';
import { texts } from '../messages/index.js';
import { words } from '../parts/words.js';

/** What shows that the person's key opens the organization's. */
export function proof({ recipient, version }: OrganizationKeyVersion, ownRecipient: string): HTMLElement[] {
  const title = element('h2', { tabindex: -1 }, texts.proof.title);
  return [
    element('div', { class: 'proof-head' }, check(), title),
    element('p', {}, texts.proof.text(version)),
    words(recipient, texts.fingerprint.organization),
    element('details', {}, element('summary', {}, texts.proof.own), words(ownRecipient, texts.fingerprint.yours)),
  ];
}

function check(): SVGSVGElement {
  return drawing(
    'svg',
    { viewBox: '0 0 32 32', class: 'check', 'aria-hidden': 'true' },
    drawing('circle', { cx: 16, cy: 16, r: 15 }),
    drawing('path', { d: 'M9 16.5l5 5 9-11' }),
  );
}
