import { element } from '../dom.js';
import { texts } from '../messages/index.js';
import { goToPeople } from '../place.js';
import { show } from '../page.js';
import { button } from '../parts/button.js';
import { people } from './people.js';

const REASONS = ['used', 'expired', 'revoked', 'deleted', 'replaced', 'unknown', 'incomplete'] as const;

/** Why a link opens nothing; `incomplete` when its token is missing. */
export type DeadLinkReason = (typeof REASONS)[number];

export function isDeadLinkReason(reason: string): reason is DeadLinkReason {
  return (REASONS as readonly string[]).includes(reason);
}

/** Says kindly why the link opens nothing, and what helps. */
export function showDeadLink(
  kind: 'invitation' | 'signIn' | 'address',
  reason: DeadLinkReason,
  organizationId: string,
): void {
  const { title, text } = texts.deadLinks[kind][reason];
  const leadsOn = kind === 'signIn' ? reason !== 'deleted' : reason === 'used';
  const label = kind === 'signIn' ? texts.deadLinks.newLink : texts.deadLinks.onwards;
  const onwards = () => {
    goToPeople(organizationId);
    return people(organizationId);
  };
  show(title, element('p', {}, text), leadsOn && button(label, onwards, 'primary'));
}
