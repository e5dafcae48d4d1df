import { Api } from '../api/api.js';
import { isProblem, Problem } from '../api/problem.js';
import type { OwnKey } from '../api/types.js';
import { signInWith } from '../crypto/sign-in.js';
import { element } from '../dom.js';
import { Kept } from '../kept.js';
import { forgetToken, takeToken } from '../link-token.js';
import { texts } from '../messages/index.js';
import { goToPeople } from '../place.js';
import { show } from '../page.js';
import { openForm } from '../parts/open-form.js';
import { isDeadLinkReason, showDeadLink } from './dead-link.js';
import { people } from './people.js';

/**
 * Signs in with a link and the passphrase. The link is used up only when the form is sent, so that a scanner of mails
 * that opens it does no harm; what it opened is kept, so that a mistyped passphrase does none either.
 */
export function signIn(organizationId: string, linkId: string): void {
  const token = takeToken(linkId);
  const api = new Api(organizationId);
  const kept = new Kept<OwnKey>(`muster.sign-in.${linkId}`);
  if (token === undefined) return showDeadLink('signIn', 'incomplete', organizationId);

  const ownKey = async (): Promise<OwnKey> => {
    const before = kept.get();
    if (before) return before;
    const { recipient, protectedIdentity } = await api.openSignIn(linkId, token);
    kept.set({ recipient, protectedIdentity });
    return { recipient, protectedIdentity };
  };
  const form = openForm({
    label: texts.signIn.submit,
    address: null,
    protectedIdentity: async () => {
      try {
        return (await ownKey()).protectedIdentity;
      } catch (error) {
        if (error instanceof Problem && !error.isPassing) refuse(error, organizationId);
        throw error;
      }
    },
    opened: async (key) => {
      try {
        await signInWith(api, key);
      } catch (error) {
        if (!isProblem(error, 'revoked')) throw error;
      }
      kept.forget();
      forgetToken(linkId);
      goToPeople(organizationId);
      await people(organizationId);
    },
  });
  form.classList.add('card');
  const forgotten = element(
    'details',
    {},
    element('summary', {}, texts.signIn.forgotten),
    element('p', {}, texts.signIn.forgottenText),
  );
  show(texts.signIn.title, element('p', { class: 'lead' }, texts.signIn.lead), form, forgotten);
}

function refuse({ reason }: Problem, organizationId: string): void {
  showDeadLink('signIn', isDeadLinkReason(reason) ? reason : 'unknown', organizationId);
}
