import { Api } from '../api/api.js';
import { Problem } from '../api/problem.js';
import type { Invitation } from '../api/types.js';
import { element } from '../dom.js';
import { forgetToken, takeToken } from '../link-token.js';
import { formatted, personText, texts } from '../messages/index.js';
import { nameOrganization, show } from '../page.js';
import { goToPeople } from '../place.js';
import { submitButton } from '../parts/button.js';
import { ErrorLine, notice } from '../parts/notice.js';
import { NewPassphrase } from '../parts/new-passphrase.js';
import { ownerField } from '../parts/passphrase.js';
import { Progress } from '../parts/progress.js';
import { steps } from '../parts/steps.js';
import { onSubmit } from '../parts/submit.js';
import { Acceptance } from './acceptance.js';
import { isDeadLinkReason, showDeadLink } from './dead-link.js';
import { people } from './people.js';
import { showUnanswered } from './unanswered.js';
import { showUnsent } from './unsent.js';

/** Opens an invitation, and lets the person accept it. */
export async function join(organizationId: string, linkId: string): Promise<void> {
  const token = takeToken(linkId);
  if (token === undefined) return showDeadLink('invitation', 'incomplete', organizationId);
  const api = new Api(organizationId);
  try {
    const invitation = await api.openInvitation(linkId, token);
    if (invitation.purpose !== 'invitation') return showDeadLink('invitation', 'unknown', organizationId);
    nameOrganization(invitation.organization.name);
    const acceptance = new Acceptance(api, linkId, token);
    if (acceptance.isMade) await send(acceptance, organizationId, linkId);
    else showInvitation(invitation, acceptance, () => send(acceptance, organizationId, linkId));
  } catch (error) {
    showFailure(error, organizationId, () => join(organizationId, linkId));
  }
}

function showInvitation(invitation: Invitation, acceptance: Acceptance, done: () => Promise<void>): void {
  const { organization, person, inviter, expiresAt, makesOrganizationKey } = invitation;
  const known = [organization.name, person.displayName, ...person.address.split(/[@.]/)];
  const passphrase = new NewPassphrase(known);
  const error = new ErrorLine();
  const progress = new Progress(texts.join.making);
  progress.node.hidden = true;
  const form = element(
    'form',
    { class: 'card' },
    element('h2', {}, texts.join.choose),
    notice('warning', texts.join.noRecovery.title, texts.join.noRecovery.text),
    ownerField(person.address),
    passphrase.node,
    submitButton(texts.join.accept),
    progress.node,
    error.node,
  );
  form.querySelector('.notice')!.removeAttribute('role');
  onSubmit(form, async () => {
    error.clear();
    const chosen = await passphrase.read();
    if (chosen === undefined) return;
    progress.node.hidden = false;
    try {
      await acceptance.make(chosen, makesOrganizationKey);
    } catch {
      return error.show(texts.failure.cryptography);
    } finally {
      progress.node.hidden = true;
    }
    await done();
  });
  show(
    texts.join.title(organization.name),
    element('p', { class: 'lead' }, inviter ? texts.join.invitedBy(inviter) : texts.join.invited),
    element('p', {}, texts.join.you(personText(person.displayName, person.address))),
    element('h2', {}, texts.join.next),
    steps(makesOrganizationKey ? texts.join.firstAdminSteps : texts.join.steps, 0),
    form,
    element('p', { class: 'hint' }, texts.join.expires(formatted(expiresAt))),
  );
}

/** Sends what was made, as often as it takes. */
async function send(acceptance: Acceptance, organizationId: string, linkId: string): Promise<void> {
  try {
    await acceptance.send();
    forgetToken(linkId);
    goToPeople(organizationId);
    await people(organizationId);
  } catch (error) {
    if (error instanceof Problem && isDeadLinkReason(error.reason)) {
      acceptance.forget();
      return showDeadLink('invitation', error.reason, organizationId);
    }
    showUnsent(
      error,
      () => send(acceptance, organizationId, linkId),
      () => {
        acceptance.forget();
        return join(organizationId, linkId);
      },
    );
  }
}

function showFailure(error: unknown, organizationId: string, again: () => Promise<void>): void {
  if (!(error instanceof Problem) || error.isPassing) return showUnanswered(error, again);
  showDeadLink('invitation', isDeadLinkReason(error.reason) ? error.reason : 'unknown', organizationId);
}
