import { recipientHashOf } from '../../src/onboarding/keys/key-pair.js';
import { isProblem } from '../api/problem.js';
import { freshly } from '../crypto/freshly.js';
import { keys } from '../crypto/keys.js';
import { element, newId } from '../dom.js';
import { texts } from '../messages/index.js';
import { announce } from '../page.js';
import { submitButton } from '../parts/button.js';
import { failureText } from '../parts/failure.js';
import { ErrorLine, notice } from '../parts/notice.js';
import { onSubmit } from '../parts/submit.js';
import { words } from '../parts/words.js';
import type { KeyHolder, Pins, Sighting } from '../pins.js';
import type { AdminDesk } from './admin-desk.js';

/** One person who waits: the words to compare, and the statement that they were. */
export class PendingMember {
  readonly node: HTMLLIElement;
  private readonly error = new ErrorLine();
  private isDone = false;

  /** @param look for what changed meanwhile */
  constructor(
    private readonly desk: AdminDesk,
    private readonly pins: Pins,
    private readonly member: KeyHolder,
    sighting: Sighting,
    private readonly look: () => Promise<void>,
  ) {
    const { displayName, userName, address, isAdmin, recipient } = member;
    this.node = element(
      'li',
      {},
      element('h3', {}, displayName, isAdmin && element('span', { class: 'tag' }, texts.confirmations.admin)),
      element('p', { class: 'address' }, address ?? userName),
      sighting === 'changed' && this.warning(),
      words(recipient, texts.fingerprint.of(displayName)),
      this.form(),
      this.error.node,
    );
  }

  /** Whether the person waits with another key than the one shown, or again. */
  isOutdated(recipient: string): boolean {
    return this.isDone || this.member.recipient !== recipient;
  }

  private warning(): HTMLElement {
    const before = this.pins.pinned(this.member.id)!;
    const { title, text, before: label } = texts.confirmations.changed;
    return notice('danger', title, text(this.member.displayName), element('p', {}, label), words(before, label));
  }

  private form(): HTMLFormElement {
    const id = newId();
    const compared = element('input', { type: 'checkbox', id, required: true });
    const { displayName } = this.member;
    const label = element('label', { for: id }, texts.confirmations.compared(displayName));
    const submit = submitButton(texts.confirmations.confirm);
    submit.append(element('span', { class: 'visually-hidden' }, ` ${displayName}`));
    const form = element('form', {}, element('div', { class: 'statement' }, compared, label), submit);
    onSubmit(form, async () => {
      this.error.clear();
      if (compared.checked) return this.confirm();
      this.error.show(texts.confirmations.compareFirst);
      compared.focus();
    });
    return form;
  }

  /** Wraps for the key whose words are shown, whatever the server has by now. */
  private async confirm(): Promise<void> {
    const { api, me, organizationKey, again } = this.desk;
    const { id, recipient, displayName } = this.member;
    try {
      const wrappedKey = await keys.wrapKey(organizationKey, recipient);
      const confirmation = {
        recipientHash: recipientHashOf(recipient),
        wrappedKey,
        keyVersion: organizationKey.version,
      };
      await freshly(api, me.recipient, () => api.confirm(id, confirmation));
      this.pins.pin(id, recipient);
      this.done(texts.confirmations.done(displayName));
    } catch (error) {
      if (isProblem(error, 'wrong_status')) return this.done(texts.confirmations.wrongStatus(displayName));
      if (isProblem(error, 'revoked', 'signed_out', 'not_confirmed', 'not_admin')) return again();
      if (isProblem(error, 'key_rotated')) return this.stale(texts.confirmations.keyRotated);
      this.error.show(
        isProblem(error, 'key_changed') ? texts.confirmations.keyChanged(displayName) : failureText(error),
      );
      if (isProblem(error, 'key_changed')) await this.look();
    }
  }

  private stale(text: string): Promise<void> {
    announce(text);
    return this.desk.again();
  }

  private done(text: string): void {
    this.isDone = true;
    const line = element('p', { class: 'done', tabindex: -1 }, text);
    this.node.replaceChildren(line);
    line.focus();
  }
}
