import type { Member } from '../api/types.js';
import { element } from '../dom.js';
import { texts } from '../messages/index.js';
import { button } from '../parts/button.js';
import { failureText } from '../parts/failure.js';
import { ErrorLine } from '../parts/notice.js';
import { holdsKey, type Pins } from '../pins.js';
import { repeatWhileSeen } from '../repeat.js';
import type { AdminDesk } from './admin-desk.js';
import { PendingMember } from './pending-member.js';

const LOOK_MS = 15_000;

/** The people who wait to be confirmed, and who come to wait while one looks. */
export function confirmations(desk: AdminDesk, pins: Pins): HTMLElement {
  const pending = new Map<string, PendingMember>();
  const list = element('ul', { class: 'candidates' });
  const empty = element('p', { class: 'hint' }, texts.loading);
  const error = new ErrorLine();
  let next: string | null = null;
  const more = button(texts.confirmations.more, () => load(next ?? ''), 'quiet');

  const add = (members: readonly Member[]) => {
    const holders = members.filter(holdsKey);
    const sightings = pins.see(holders);
    for (const member of holders) {
      const before = pending.get(member.id);
      if (before && !before.isOutdated(member.recipient)) continue;
      const person = new PendingMember(desk, pins, member, sightings.get(member.id)!, () => refresh());
      pending.set(member.id, person);
      if (before) before.node.replaceWith(person.node);
      else list.append(person.node);
    }
    empty.textContent = texts.confirmations.nobody;
    empty.hidden = list.childElementCount > 0;
  };
  const load = async (after: string) => {
    try {
      const page = await desk.api.members('accepted', after);
      if (desk.left.aborted) return;
      add(page.members);
      if (after !== '' || pending.size <= page.members.length) next = page.next;
      more.hidden = next === null;
      error.clear();
    } catch (failure) {
      error.show(failureText(failure));
    }
  };
  const refresh = () => load('');

  more.hidden = true;
  void refresh();
  repeatWhileSeen(LOOK_MS, desk.left, refresh);
  return element(
    'section',
    { class: 'card' },
    element('h2', {}, texts.confirmations.title),
    element('p', {}, texts.confirmations.text),
    empty,
    list,
    more,
    error.node,
  );
}
