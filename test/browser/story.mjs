import { OPERATOR } from '../../dist/events/actor.js';
import { MembersService } from '../../dist/onboarding/members.service.js';
import { MailServer } from '../support/mail-server.ts';
import { connect, otherKey, setUp } from './story-scim.mjs';
import { lookAround } from './story-walk.mjs';
import { presentable } from './support/accessible.mjs';
import { linkTo, mailTo } from './support/mails.mjs';
import { Okta } from './support/okta.mjs';
import { Person } from './support/person.mjs';
import { Server } from './support/server.mjs';

const DESK = { viewport: { width: 1280, height: 900 }, permissions: ['clipboard-read', 'clipboard-write'] };
const ADMINS = 'velvet thunder compass orchard';
const MEMBERS = 'saffron glacier ribbon detour';
const PEOPLE = 6;
/** Whom the story follows: the last whom Okta assigns, as it does more with the first. */
const NAME = 'Okta Person 6';
const ADDRESS = /^okta-\w+-6@example\.com$/;
const INVITATION = 'Acme: your invitation';
const OWN_KEY = 'Fingerprint of the organization’s key';

/** From a server that nobody has set up to a person who came, worked and left, with everything that Ada sees of it. */
export async function story(browser, check) {
  const mails = await MailServer.start();
  const server = await Server.start({ SMTP_URL: mails.url, MAIL_FROM: 'muster@acme.example' });
  const [ada, bo] = [await Person.sitsDown(browser, DESK), await Person.sitsDown(browser)];
  try {
    await setUp(server, ada, check);
    const okta = new Okta(await connect(server, ada, check));
    const watched = await ada.opensTab();
    await provisioning(okta, ada, watched, check);
    await lookAround(ada, check);
    const scene = { okta, mails, ada, bo, watched, check, organization: { url: server.url, id: okta.organizationId } };
    await firstKey(server, scene);
    await accepting(scene);
    await confirming(scene);
    await leaving(scene);
    await comingBack(scene);
    await otherKey(okta, ada, check);
    await removing(scene);
    for (const { complaints } of [ada, bo])
      check(`the browser complains of nothing ${complaints}`, complaints.length === 0);
  } finally {
    await Promise.all([ada.leave(), bo.leave()]);
    await server.stop();
    await mails.down();
  }
}

/** @param watched a page that is open all the time */
async function provisioning(okta, ada, watched, check) {
  await watched.goTo(ada.page.url().replace(/\/scim$/, '/people'));
  await watched.reads('Nobody is here yet');
  const [{ passed, failed }] = await Promise.all([
    okta.plays(PEOPLE),
    ada.reads('Okta is connected: Okta SCIM Client'),
  ]);
  check('the page turns green when the first request comes', true);
  check(`Okta’s conversation goes as Okta expects: ${passed} steps, ${failed} do not`, passed > 0 && failed === 0);
  await watched.page.getByRole('link', { name: NAME, exact: true }).waitFor();
  check('people appear on a page that is open', true);
  await presentable(ada, 'console-scim', check);
}

/** Whoever confirms people has a key, which is made on the page of the invitation. */
async function firstKey(server, { okta, mails, ada, check }) {
  await server.app.get(MembersService).makeAdmin(okta.organizationId, 'ada@acme.example', OPERATOR);
  const tab = await ada.opensTab();
  await tab.goTo(await linkTo(mails, 'ada@acme.example', INVITATION));
  await tab.choose(ADMINS);
  await tab.sees('You’re in');
  check('the admin makes the key of the organization', true);
  await tab.page.close();
}

async function accepting({ mails, bo, watched, check, ...scene }) {
  await bo.goTo(await linkTo(mails, ADDRESS, INVITATION));
  await bo.sees('Join Acme');
  await presentable(bo, 'story-join', check);
  await reaches({ bo, check, ...scene }, 'invited', { me: 401, key: 401, log: 401, members: 401 });
  await bo.choose(MEMBERS);
  await bo.sees('You are waiting to be confirmed');
  await presentable(bo, 'story-waiting', check);
  await reaches({ bo, check, ...scene }, 'accepted', { me: 200, key: 403, log: 403, members: 403 });
  await watched.page.getByRole('row', { name: NAME }).getByText('accepted').waitFor();
  check('who has accepted is shown so on a page that is open', true);
  await watched.follows(NAME);
  await watched.sees(NAME);
}

async function confirming({ mails, ada, bo, watched, check, ...scene }) {
  await mailTo(mails, 'ada@acme.example', `Acme: ${NAME} waits to be confirmed`);
  await ada.goTo(watched.page.url());
  await ada.follows('Confirm by fingerprint');
  await ada.enter(ADMINS, 'Open');
  const read = await bo.words('Fingerprint of your key');
  check('both read the same words', (await ada.words(`Fingerprint of ${NAME}’s key`)) === read);
  await presentable(ada, 'story-confirm', check);
  await ada.page.getByLabel(`I compared these six words with ${NAME}.`).check();
  await ada.press(`Confirm ${NAME}`);
  await bo.sees('You’re in');
  await bo.reads('Your key opens the organization’s key');
  await presentable(bo, 'story-in', check);
  await mailTo(mails, ADDRESS, 'Acme: you are confirmed');
  await reaches({ bo, check, ...scene }, 'confirmed', { me: 200, key: 200, log: 200, members: 403 });
  check('both have the key of the organization', (await bo.words(OWN_KEY)) === (await ada.words(OWN_KEY)));
  await watched.page.getByText('confirmed', { exact: true }).waitFor();
  check('who is confirmed is shown so on a page that is open', true);
}

async function leaving({ okta, bo, watched, check, ...scene }) {
  await okta.setsActive(idOf(watched), false);
  await reaches({ bo, check, ...scene }, 'deactivated', { me: 403, key: 403, log: 403, members: 403 });
  await bo.page.reload();
  await bo.sees('You have no access at the moment');
  await presentable(bo, 'story-revoked', check);
  await watched.reads(/^Deactivated by the identity provider \(key “Okta”\).*: confirmed before, revoked now$/);
  await watched.reads('PATCH /Users/');
  check('the timeline of the person says who took the access, and by which request', true);
  await presentable(watched, 'console-person', check);
}

async function comingBack({ mails, ada, bo, watched, check, ...scene }) {
  await watched.press('Give access back');
  await watched.page.getByRole('button', { name: 'Take access away' }).waitFor();
  await bo.page.reload();
  await bo.sees('Sign in');
  check('what was signed in before the revocation is not signed in again', true);
  const { to } = await mailTo(mails, ADDRESS, INVITATION);
  await bo.page.getByLabel('Your e-mail address at the organization').fill(to[0]);
  await bo.press('Send me a link');
  await bo.goTo(await linkTo(mails, ADDRESS, 'Acme: your link to sign in'));
  await bo.enter(MEMBERS, 'Sign in');
  await bo.sees('You’re in');
  await bo.reads('Your key opens the organization’s key');
  await reaches({ bo, check, ...scene }, 'given access back', { me: 200, key: 200, log: 200, members: 403 });
  check('without a new handshake', (await bo.words(OWN_KEY)) === (await ada.words(OWN_KEY)));
  await ada.goTo(watched.page.url().replace(/\/people\/.*/, '/scim'));
}

async function removing({ okta, mails, bo, watched, check, ...scene }) {
  await okta.removes(idOf(watched));
  await reaches({ bo, check, ...scene }, 'deleted', { me: 401, key: 401, log: 401, members: 401 });
  const invitations = mails.mails.filter(
    ({ to, headers }) => ADDRESS.test(to[0]) && headers.get('subject') === INVITATION,
  );
  check('all of it took one invitation', invitations.length === 1);
}

/** What the person can fetch. */
async function reaches({ organization, bo, check }, when, expected) {
  const statuses = JSON.stringify(await bo.statuses(organization));
  check(`${when}, the person fetches ${statuses}`, statuses === JSON.stringify(expected));
}

function idOf({ page }) {
  return /people\/([^/?]+)/.exec(page.url())[1];
}
