import { keepsHeights, otherPages } from './console-pages.mjs';
import { settingsPages } from './console-settings.mjs';
import { endedSession, passkey } from './console-sign-in.mjs';
import { accessible } from './support/accessible.mjs';
import { Okta } from './support/okta.mjs';
import { Person } from './support/person.mjs';
import { Server } from './support/server.mjs';

const USER = 'urn:ietf:params:scim:schemas:core:2.0:User';
const GROUP = 'urn:ietf:params:scim:schemas:core:2.0:Group';

/** What the story does not pass: other pages, other ways to sign in, other admins. */
export async function adminConsole(browser, check) {
  const server = await Server.start();
  const ada = await Person.sitsDown(browser, { viewport: { width: 1280, height: 900 } });
  try {
    const okta = await signedIn(server, ada);
    const pages = await provisioned(okta);
    await guides(ada, check);
    await settingsPages(okta, ada, check);
    await otherPages(ada, check);
    await keepsHeights(ada, pages, check);
    await passkey(server, ada, check);
    await endedSession(server, ada, check);
    await otherAdmin(browser, server, ada, check);
    check(`the console complains of nothing ${ada.complaints}`, ada.complaints.length === 0);
  } finally {
    await ada.leave();
    await server.stop();
  }
}

/** @returns the identity provider of the organization */
async function signedIn(server, ada) {
  const { organizationId, cookie } = await server.setUp();
  await ada.context.addCookies([cookie]);
  await ada.goTo(`${server.url}/#/o/${organizationId}/scim`);
  await ada.page.getByRole('switch', { name: 'Enable SCIM' }).click();
  const wanted = { label: 'Okta', profile: 'compat', expiresInDays: 90 };
  const { key } = await server.posts(cookie, `/organizations/${organizationId}/keys`, wanted);
  return new Okta({ url: `${server.url}/scim/v2/${organizationId}`, key });
}

/** @returns the pages of somebody and of a group */
async function provisioned(okta) {
  const userName = 'bo@acme.example';
  const emails = [{ value: userName, type: 'work', primary: true }];
  const bo = await okta.asks('POST', '/Users', { schemas: [USER], userName, displayName: 'Bo Example', emails });
  const group = { schemas: [GROUP], displayName: 'Engineers', members: [{ value: bo.body.id }] };
  const engineers = await okta.asks('POST', '/Groups', group);
  return { person: `/people/${bo.body.id}`, group: `/groups/${engineers.body.id}` };
}

async function guides(ada, check) {
  await ada.page.getByText('Entra ID', { exact: true }).click();
  await ada.page.getByRole('img', { name: 'Drawing 1 of the form: Entra ID' }).waitFor();
  check('the guide for another provider shows its own form', true);
  await ada.look('console-guide-entra');
}

async function otherAdmin(browser, server, ada, check) {
  const start = /^(.*#\/o\/[^/]+)/.exec(ada.page.url())[1];
  await ada.goTo(`${start}/admins`);
  await ada.press('Invite an admin');
  await ada.page.getByLabel('Name').last().fill('Grace Hopper');
  await ada.page.getByLabel('E-mail address').fill('grace@acme.example');
  await ada.page.getByRole('dialog').getByRole('button', { name: 'Invite an admin' }).click();
  const link = ada.page.getByLabel('Link of the invitation', { exact: true }).last();
  await link.waitFor();
  const grace = await Person.sitsDown(browser);
  await grace.goTo(await link.inputValue());
  await grace.page.getByLabel('Your name').fill('Grace Hopper');
  await grace.page.getByRole('textbox', { name: 'Password' }).fill('harbour lantern velvet');
  await grace.press('Set the password');
  await grace.reads('Acme');
  check('an invited admin sets a password and sees the organization', true);
  await grace.press('Sign out');
  await grace.sees('Sign in to Muster');
  await grace.page.getByLabel('E-mail address').fill('grace@acme.example');
  await grace.page.getByRole('textbox', { name: 'Password' }).fill('wrong password here');
  await grace.press('Sign in');
  await grace.reads('is not right');
  check('a wrong password is told', true);
  await grace.look('console-sign-in');
  await accessible(grace, 'sign-in', check);
  await grace.page.getByRole('button', { name: '日本語' }).click();
  await grace.sees('Muster にサインイン');
  check('the console speaks Japanese', true);
  await grace.page.getByLabel('メールアドレス').fill('grace@acme.example');
  await grace.page.getByRole('textbox', { name: 'パスワード' }).fill('harbour lantern velvet');
  await grace.press('サインイン');
  await grace.page.getByRole('link', { name: 'Acme' }).click();
  await grace.sees('概要');
  await grace.look('console-overview-japanese');
  check(`the other browser complains of nothing ${grace.complaints}`, grace.complaints.length === 0);
  await grace.leave();
}
