import { AdminsService } from '../../dist/admins/admins.service.js';
import { Migrator } from '../../dist/database/migrator.js';
import { loadConfiguration } from '../../dist/config/load-configuration.js';
import { MembersService } from '../../dist/onboarding/members.service.js';
import { createApp } from '../../dist/server.js';
import { freePort } from '../support/mariadb.mjs';
import { everyPage, keepsHeights } from './console-pages.mjs';
import { settingsPages } from './console-settings.mjs';
import { endedSession, passkey } from './console-sign-in.mjs';
import { accessible } from './support/accessible.mjs';
import { Person } from './support/person.mjs';

const USER = 'urn:ietf:params:scim:schemas:core:2.0:User';
const GROUP = 'urn:ietf:params:scim:schemas:core:2.0:Group';
const PATCH_OP = 'urn:ietf:params:scim:api:messages:2.0:PatchOp';
const PASSWORD = 'granite whisper falcon';

/** An admin sets Muster up, connects Okta and sees what it does. */
export async function adminConsole(browser, check) {
  const server = await startServer();
  const ada = await Person.sitsDown(browser, { viewport: { width: 1280, height: 900 } });
  try {
    await setUp(server, ada, check);
    const key = await connect(server, ada, check);
    const okta = oktaWith(server, ada, key);
    const bo = await provisioning(okta, ada, check);
    await timeline(ada, bo, okta, check);
    await rotation(ada, check);
    await guides(ada, check);
    await settingsPages(okta, ada, check);
    const pages = await okta.pages(bo);
    await everyPage(ada, pages, check);
    await keepsHeights(ada, pages, check);
    await passkey(server, ada, check);
    await endedSession(server, ada, check);
    await otherAdmin(browser, server, ada, check);
    check(`the console complains of nothing ${ada.complaints}`, ada.complaints.length === 0);
  } finally {
    await ada.leave();
    await server.app.close();
  }
}

async function startServer() {
  const port = await freePort();
  const url = `http://localhost:${port}`;
  const settings = { DATABASE_URL: 'sqlite::memory:', PUBLIC_URL: url, LOG_LEVEL: 'silent' };
  const app = await createApp(loadConfiguration(settings));
  await app.get(Migrator).migrate();
  await app.listen(port, '127.0.0.1');
  return { app, url };
}

async function setUp(server, ada, check) {
  await ada.goTo(`${server.url}/`);
  await ada.sees('Set up Muster');
  check('a new server sends to its set-up, which asks for the printed link', true);
  await ada.goTo(await server.app.get(AdminsService).setUpUrl());
  await ada.page.getByLabel('Name of the organization').fill('Acme');
  await ada.page.getByLabel('Your name').fill('Ada Lovelace');
  await ada.page.getByLabel('E-mail address').fill('ada@acme.example');
  await ada.page.getByRole('textbox', { name: 'Password' }).fill(PASSWORD);
  await ada.look('console-set-up');
  await accessible(ada, 'set-up', check);
  await ada.press('Set up');
  await ada.sees('SCIM provisioning');
  check('set-up ends on the SCIM page', true);
}

/** @returns the key for Okta */
async function connect(server, ada, check) {
  await ada.page.getByRole('switch', { name: 'Enable SCIM' }).click();
  const url = ada.page.getByLabel('SCIM base URL', { exact: true });
  await url.waitFor();
  check('the URL is there to be copied', (await url.inputValue()).startsWith(`${server.url}/scim/v2/`));
  await ada.press('Make a key');
  await ada.page.getByLabel('What it is for').fill('Okta');
  await ada.press(/^Create$/);
  const shown = ada.page.getByLabel('Your new key', { exact: true }).last();
  await shown.waitFor();
  const key = await shown.inputValue();
  check('the key is shown once', key.startsWith('muster_scim_'));
  await ada.look('console-key');
  await ada.page.getByRole('dialog').getByRole('button', { name: 'Close' }).last().click();
  await ada.reads('Waiting for Okta’s first request');
  check('the page waits for Okta', true);
  await ada.look('console-waiting');
  await ada.press('Test the connection');
  await ada.reads('Everything works from here');
  check('the connection test succeeds', true);
  await ada.reads('Waiting for Okta’s first request');
  check('the test of Muster itself is not taken for Okta', true);
  return key;
}

function oktaWith(server, ada, key) {
  const id = /\/o\/([^/]+)/.exec(ada.page.url())[1];
  const ask = async (method, path, body) => {
    const headers = {
      Authorization: `Bearer ${key}`,
      'Content-Type': 'application/scim+json',
      'User-Agent': 'Okta SCIM Client 1.0.0',
    };
    const answer = await fetch(`${server.url}/scim/v2/${id}${path}`, {
      method,
      headers,
      ...(body && { body: JSON.stringify(body) }),
    });
    const text = await answer.text();
    return text ? JSON.parse(text) : undefined;
  };
  /** The pages of somebody and of the group. */
  const pages = async (person) => {
    const { Resources } = await ask('GET', '/Groups');
    return { person: `/people/${person}`, group: `/groups/${Resources[0].id}` };
  };
  return { ask, pages, server, id };
}

/** @returns the id of a person */
async function provisioning(okta, ada, check) {
  const somebody = (name) => ({
    schemas: [USER],
    userName: `${name}@acme.example`,
    displayName: `${name} Example`,
    emails: [{ value: `${name}@acme.example`, type: 'work', primary: true }],
    active: true,
  });
  const { id } = await okta.ask('POST', '/Users', somebody('bo'));
  const { id: other } = await okta.ask('POST', '/Users', somebody('cy'));
  await okta.ask('POST', '/Groups', {
    schemas: [GROUP],
    displayName: 'Engineers',
    members: [{ value: id }, { value: other }],
  });
  await okta.ask('GET', '/Users?filter=x');
  await ada.reads('Okta is connected: Okta SCIM Client');
  check('the page turns green when the first request comes', true);
  await ada.look('console-scim');
  await ada.page.getByRole('link', { name: 'Overview' }).click();
  await ada.reads('invalidFilter');
  check('the overview says why requests were refused', true);
  await ada.page.getByRole('link', { name: 'People' }).click();
  await ada.reads('bo Example');
  await ada.page.getByLabel('Search').fill('CY@');
  await ada.page.getByText('bo Example').waitFor({ state: 'detached' });
  check('people are found by how their address begins', await ada.page.getByText('cy Example').isVisible());
  await ada.page.getByRole('link', { name: 'Groups' }).click();
  await ada.page.getByRole('link', { name: 'Engineers' }).click();
  await ada.reads('Members: 2');
  check('a pushed group shows its members', await ada.page.getByText('cy Example').isVisible());
  await ada.page.getByRole('link', { name: 'Requests' }).click();
  await ada.reads('Expected an operator');
  await ada.page.getByRole('button', { name: 'Details' }).first().click();
  await ada.reads('curl -X GET');
  check('a refused request says why, and how to repeat it', true);
  await ada.look('console-requests');
  return id;
}

async function timeline(ada, id, okta, check) {
  await okta.ask('PATCH', `/Users/${id}`, {
    schemas: [PATCH_OP],
    Operations: [{ op: 'replace', value: { active: false } }],
  });
  const base = ada.page.url().split('#')[0];
  await ada.goTo(`${base}#/o/${okta.id}/people/${id}`);
  await ada.sees('bo Example');
  await ada.reads(/Deactivated|deactivated|revoked now|Access/);
  check('the timeline explains why somebody is revoked', true);
  await ada.look('console-person');
  await ada.press('Give access back');
  await ada.page.getByRole('button', { name: 'Send the invitation again' }).waitFor();
  const { status } = await okta.server.app.get(MembersService).get(okta.id, id);
  check('an admin gives access back', status === 'invited');
}

async function rotation(ada, check) {
  await ada.page.getByRole('link', { name: 'SCIM provisioning' }).click();
  await ada.press('Make a key');
  await ada.page.getByLabel('What it is for').fill('Okta, next');
  await ada.press(/^Create$/);
  await ada.page.getByLabel('Your new key', { exact: true }).last().waitFor();
  await ada.page.getByRole('dialog').getByRole('button', { name: 'Close' }).last().click();
  const old = ada.page.getByRole('row').filter({ hasText: /^Okta[A-Za-z0-9]{12} / });
  await old.getByRole('button', { name: 'Retire' }).click();
  const dialog = ada.page.getByRole('dialog', { name: 'Retire' });
  await dialog.getByText('replace the Secret Token').waitFor();
  check('seven days are proposed', await dialog.getByLabel('7 days').isChecked());
  await dialog.getByLabel('14 days').check();
  await ada.look('console-retire');
  await accessible(ada, 'retire', check);
  await dialog.getByRole('button', { name: 'Retire the key' }).click();
  await old.getByText('in 14 days').waitFor();
  await ada.reads('was not used since the new one was made');
  check('the page says whether the old key is still used', true);
  await ada.look('console-rotation');
}

async function guides(ada, check) {
  await ada.page.getByText('Entra ID', { exact: true }).click();
  await ada.page.getByRole('img', { name: 'Drawing 1 of the form: Entra ID' }).waitFor();
  check('the guide for another provider shows its own form', true);
  await ada.press('Ended keys (1)');
  await ada.reads('Muster connection test');
  check('ended keys are shown when they are asked for', true);
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
  for (const colorScheme of ['dark', 'light']) {
    await grace.page.emulateMedia({ colorScheme });
    await grace.sees('Welcome to Muster');
    await accessible(grace, `welcome, ${colorScheme}`, check);
    await grace.look(`console-welcome-${colorScheme}`);
  }
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
