import { isProblem } from '../api/problem.js';
import type { Member } from '../api/types.js';
import { element } from '../dom.js';
import { numbered, texts } from '../messages/index.js';
import { announce } from '../page.js';
import { button } from '../parts/button.js';
import { failureText } from '../parts/failure.js';
import { notice } from '../parts/notice.js';
import { Progress } from '../parts/progress.js';
import { words } from '../parts/words.js';
import { holdsKey, type KeyHolder, type Pins } from '../pins.js';
import type { AdminDesk } from './admin-desk.js';
import { KeyRotation } from './rotate.js';

/** The change of the organization's key: who gets the new one, and whether their keys are those known here. */
export function rotation(desk: AdminDesk, pins: Pins): HTMLElement {
  const place = element('div', { 'aria-live': 'polite' });
  const underWay = new KeyRotation(desk);
  const prepare = async () => {
    const progress = new Progress(texts.rotation.reading(numbered(0)));
    place.replaceChildren(progress.node);
    try {
      const members = await confirmed(desk, (count) => progress.tell(texts.rotation.reading(numbered(count))));
      place.replaceChildren(...plan(desk, underWay, pins, members, place, prepare));
    } catch (error) {
      await failed(error, desk, place, prepare);
    }
  };
  place.append(button(texts.rotation.prepare, prepare));
  return element(
    'details',
    { class: 'card' },
    element('summary', {}, element('h2', {}, texts.rotation.title)),
    element('p', {}, texts.rotation.text),
    place,
  );
}

/** All confirmed members, page by page. */
async function confirmed({ api }: AdminDesk, tell: (count: number) => void): Promise<KeyHolder[]> {
  const members: Member[] = [];
  let after: string | null = '';
  while (after !== null) {
    const page: { members: readonly Member[]; next: string | null } = await api.members('confirmed', after);
    members.push(...page.members);
    tell(members.length);
    after = page.next;
  }
  return members.filter(holdsKey);
}

function plan(
  desk: AdminDesk,
  underWay: KeyRotation,
  pins: Pins,
  members: readonly KeyHolder[],
  place: HTMLElement,
  prepare: () => Promise<void>,
): HTMLElement[] {
  const sightings = pins.see(members);
  const changed = members.filter(({ id }) => sightings.get(id) === 'changed');
  if (changed.length > 0) {
    const { title, text } = texts.rotation.changed;
    return [notice('danger', title, text, ...changed.map((member) => comparison(member, pins, prepare)))];
  }
  const first = members.filter(({ id }) => sightings.get(id) === 'first' && id !== desk.me.id);
  const carryOut = async () => {
    const progress = new Progress(texts.rotation.wrapping);
    place.replaceChildren(progress.node);
    try {
      await underWay.carryOut(members, (done) => progress.tell(texts.rotation.wrapping, done));
      announce(texts.rotation.done);
      await desk.again();
    } catch (error) {
      await failed(error, desk, place, prepare);
    }
  };
  return [
    element('p', {}, texts.rotation.plan(numbered(members.length))),
    ...(first.length > 0 ? [seenFirst(first)] : []),
    button(texts.rotation.carryOut, carryOut, 'primary'),
  ];
}

/** Keys that this browser cannot compare with anything: people can. */
function seenFirst(members: readonly KeyHolder[]): HTMLElement {
  const list = members.map(({ displayName, recipient }) =>
    element('li', {}, element('h3', {}, displayName), words(recipient, texts.fingerprint.of(displayName))),
  );
  return element(
    'details',
    {},
    element('summary', {}, texts.rotation.seenFirst(numbered(members.length))),
    element('ul', { class: 'candidates' }, ...list),
  );
}

/** The words of before and of now, for somebody to say that the new ones were compared. */
function comparison({ id, displayName, recipient }: KeyHolder, pins: Pins, prepare: () => Promise<void>): HTMLElement {
  const { before, now, compared } = texts.rotation.changed;
  const accept = () => {
    pins.pin(id, recipient);
    return prepare();
  };
  return element(
    'div',
    {},
    element('h3', {}, displayName),
    element('p', {}, before),
    words(pins.pinned(id)!, before),
    element('p', {}, now),
    words(recipient, now),
    button(compared(displayName), accept),
  );
}

async function failed(
  error: unknown,
  desk: AdminDesk,
  place: HTMLElement,
  prepare: () => Promise<void>,
): Promise<void> {
  if (isProblem(error, 'revoked', 'signed_out', 'not_confirmed', 'not_admin', 'key_rotated')) {
    if (isProblem(error, 'key_rotated')) announce(texts.rotation.rotated);
    return desk.again();
  }
  place.replaceChildren(notice('warning', texts.rotation.failed, reason(error)), button(texts.again, prepare));
}

function reason(error: unknown): string {
  if (isProblem(error, 'incomplete', 'key_changed')) return texts.rotation.stale;
  return isProblem(error, 'unknown') ? texts.rotation.replaced : failureText(error);
}
