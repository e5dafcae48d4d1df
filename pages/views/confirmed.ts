import type { KeyPair } from '../../src/onboarding/keys/key-pair.js';
import type { Api } from '../api/api.js';
import { isProblem } from '../api/problem.js';
import type { Me, MyKey } from '../api/types.js';
import { keptHistory, openOrganizationKey } from '../crypto/organization-key.js';
import { openedKey } from '../crypto/opened.js';
import { element } from '../dom.js';
import { texts } from '../messages/index.js';
import { show } from '../page.js';
import { button } from '../parts/button.js';
import { failureText } from '../parts/failure.js';
import { notice } from '../parts/notice.js';
import { openForm } from '../parts/open-form.js';
import { showAdmin } from './admin.js';
import { otherPassphrase } from './other-passphrase.js';
import { proof } from './proof.js';
import { signedInAs } from './signed-in-as.js';

/** In: opens the organization's key, at once if the person's own is open, and shows that it is the right one. */
export function showConfirmed(api: Api, me: Me, again: () => Promise<void>): AbortSignal {
  const key = element('section', { class: 'card' });
  const admin = element('div', {});
  const left = show(
    texts.confirmed.title,
    element(
      'p',
      { class: 'lead' },
      me.isAdmin ? texts.confirmed.adminLead(me.organization.name) : texts.confirmed.lead(me.organization.name),
    ),
    key,
    admin,
    signedInAs(api, me, again),
  );

  const open = async (own: KeyPair) => {
    const organizationKey = await openOrganizationKey(api, own);
    if (left.aborted) return;
    key.replaceChildren(...proof(organizationKey, own.recipient), otherPassphrase(api, me, own));
    key.querySelector('h2')!.focus();
    if (me.isAdmin) showAdmin(admin, { api, me, left, organizationKey, again });
  };
  const failed = (error: unknown, retry: () => Promise<void>) => {
    if (isProblem(error, 'revoked', 'signed_out', 'not_confirmed')) return again();
    const { name } = error as Error;
    const title = name === 'ForeignKey' ? texts.confirmed.wrongKey : texts.confirmed.notOpened;
    key.replaceChildren(
      name === 'BrokenKeyLog'
        ? distrust(api, error as Error, retry)
        : notice('danger', title, failureText(error), button(texts.again, retry)),
    );
    return Promise.resolve();
  };
  const attempt = async (own: KeyPair): Promise<void> => {
    try {
      await open(own);
    } catch (error) {
      await failed(error, () => attempt(own));
    }
  };

  const own = openedKey(me.recipient);
  if (own) {
    key.replaceChildren(element('p', { class: 'loading' }, texts.confirmed.opening));
    void attempt(own);
    return left;
  }
  const protectedIdentity = async () => {
    try {
      return ((await api.myKey()) satisfies MyKey).protectedIdentity;
    } catch (error) {
      if (isProblem(error, 'revoked', 'signed_out', 'not_confirmed')) await again();
      throw error;
    }
  };
  const form = openForm({ label: texts.confirmed.open, address: me.address, protectedIdentity, opened: attempt });
  key.replaceChildren(element('h2', {}, texts.confirmed.openTitle), element('p', {}, texts.confirmed.openText), form);
  return left;
}

/** The server takes back what it said before. Going on is for whoever knows why, say after a backup was restored. */
function distrust(api: Api, { message }: Error, retry: () => Promise<void>): HTMLElement {
  const { title, text, goOn } = texts.confirmed.distrust;
  const forget = () => {
    keptHistory(api).forget();
    return retry();
  };
  const details = element('p', { class: 'hint', lang: 'en' }, message);
  return notice('danger', title, text, details, button(texts.again, retry), button(goOn, forget, 'quiet'));
}
