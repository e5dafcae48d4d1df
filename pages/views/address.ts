import { Api } from '../api/api.js';
import { isProblem, Problem } from '../api/problem.js';
import { element } from '../dom.js';
import { forgetToken, takeToken } from '../link-token.js';
import { texts } from '../messages/index.js';
import { show } from '../page.js';
import { root } from '../place.js';
import { button } from '../parts/button.js';
import { failureText } from '../parts/failure.js';
import { ErrorLine } from '../parts/notice.js';
import { isDeadLinkReason, showDeadLink } from './dead-link.js';

/** Asks whether the link's address is the person's own. The link is used up by the answer, not by whoever scans mails. */
export function address(organizationId: string, linkId: string): void {
  const token = takeToken(linkId);
  if (token === undefined) return showDeadLink('address', 'incomplete', organizationId);
  const api = new Api(organizationId);
  const error = new ErrorLine();
  const prove = async () => {
    error.clear();
    try {
      const proven = await api.proveAddress(linkId, token);
      forgetToken(linkId);
      show(texts.address.done, element('p', {}, texts.address.from(proven.organization.name, proven.address)));
    } catch (failure) {
      if (failure instanceof Problem && isDeadLinkReason(failure.reason))
        return showDeadLink('address', failure.reason, organizationId);
      if (isProblem(failure, 'sign_in_needed')) return showSignIn(organizationId);
      error.show(failureText(failure));
    }
  };
  show(
    texts.address.title,
    element('p', { class: 'lead' }, texts.address.lead),
    button(texts.address.submit, prove, 'primary'),
    error.node,
  );
}

/** The address of an admin. The link stays as it is, and this tab keeps it. */
function showSignIn(organizationId: string): void {
  const { title, text, open } = texts.address.signIn;
  const href = new URL(`people/${encodeURIComponent(organizationId)}`, root).href;
  show(title, element('p', { class: 'lead' }, text), element('p', {}, element('a', { href }, open)));
}
