import { DataSource } from 'typeorm';
import { OPERATOR } from '../../dist/events/actor.js';
import { MembersService } from '../../dist/onboarding/members.service.js';
import { accessible, presentable } from './support/accessible.mjs';
import { Okta } from './support/okta.mjs';
import { Person } from './support/person.mjs';
import { FIRST, Server } from './support/server.mjs';

const USER = 'urn:ietf:params:scim:schemas:core:2.0:User';
const DESK = { viewport: { width: 1280, height: 900 } };
const HELD = 12;
const FEW = 3;

/** What asks before it does something that cannot be taken back. */
export async function decisions(browser, check) {
  const server = await Server.start();
  const ada = await Person.sitsDown(browser, DESK);
  const grace = await Person.sitsDown(browser, DESK);
  try {
    const scene = await prepared(server, ada, grace);
    await askedForTheNumber(scene, check);
    await decidedMeanwhile(scene, check);
    await changedMeanwhile(scene, check);
    await manyPeople(scene, check);
    await oneThing(scene, check);
    await weakening(scene, check);
    await adopting(scene, check);
    await noticed(scene, check);
    await scimOff(scene, check);
    for (const { complaints } of [ada, grace])
      check(`the browser complains of nothing ${complaints}`, complaints.length === 0);
  } finally {
    await Promise.all([ada.leave(), grace.leave()]);
    await server.stop();
  }
}

/** An organization whose breaker holds removals, and two who administer it. */
async function prepared(server, ada, grace) {
  const { organizationId, cookie } = await server.setUp();
  const path = `/organizations/${organizationId}`;
  const settings = { breakerMode: 'hold', breakerPeople: 1, breakerPercent: null };
  await server.patches(cookie, path, { scimEnabled: true, settings });
  const { key } = await server.posts(cookie, `${path}/keys`, { label: 'Okta', profile: 'compat', expiresInDays: 90 });
  await server.posts(cookie, `${path}/keys`, { label: 'Old', profile: 'compat', expiresInDays: 20 });
  const okta = new Okta({ url: `${server.url}/scim/v2/${organizationId}`, key });
  const ids = [];
  for (let number = 1; number <= HELD + 1; number += 1) {
    const userName = `person${number}@acme.example`;
    const emails = [{ value: userName, type: 'work', primary: true }];
    const displayName = number === 7 ? '長谷川 千代子' : `Person ${number}`;
    const { body } = await okta.asks('POST', '/Users', { schemas: [USER], userName, displayName, emails });
    ids.push(body.id);
  }
  for (const id of ids) await okta.setsActive(id, false);
  await ada.context.addCookies([cookie]);
  const { invitationUrl } = await server.posts(cookie, '/admins', {
    name: 'Grace Hopper',
    email: 'grace@acme.example',
    organizationId,
  });
  await grace.goTo(invitationUrl);
  await grace.page.getByLabel('Your name').fill('Grace Hopper');
  await grace.page.getByRole('textbox', { name: 'Password' }).fill('harbour lantern velvet');
  await grace.press('Set the password');
  await grace.reads('Acme');
  const start = `${server.url}/#/o/${organizationId}`;
  const [, ...held] = ids;
  return { server, okta, ada, grace, start, held };
}

async function askedForTheNumber({ ada, start, okta, held }, check) {
  await ada.goTo(`${start}/settings`);
  const dialog = await opens(ada, `Remove them (${HELD})`, `Remove ${HELD} people`);
  const sure = dialog.getByRole('button', { name: 'Remove them' });
  const number = dialog.getByLabel(`Type ${HELD} to continue`);
  check('the people are named', await dialog.getByText('Person 2 (person2@acme.example)').isVisible());
  check('the field for the number has the focus', await number.evaluate((field) => field === document.activeElement));
  check('nothing can be pressed before the number is typed in', await sure.isDisabled());
  await presentable(ada, 'console-release', check);
  await number.fill('11');
  check('another number is not enough', await sure.isDisabled());
  await number.fill('１２');
  check('the number may be typed in with an input method', await sure.isEnabled());
  await number.press('Enter');
  check('Enter does nothing', (await dialog.isVisible()) && (await activeAmong(okta, held)) === HELD);
  await ada.page.keyboard.press('Escape');
  await dialog.waitFor({ state: 'detached' });
  check('Escape closes the dialog, and nothing has happened', (await activeAmong(okta, held)) === HELD);
  const opener = ada.page.getByRole('button', { name: `Remove them (${HELD})` });
  await ada.page.waitForFunction((button) => button === document.activeElement, await opener.elementHandle());
  check('the focus is back where it was', true);
  await inJapanese(ada, 'console-release-japanese', `削除を実行 (${HELD})`, check);
}

/** Both have the same list before them: the first decision counts. */
async function decidedMeanwhile({ server, ada, grace, start, okta, held }, check) {
  await grace.goTo(`${start}/settings`);
  const theirs = await opens(grace, `Keep these people (${HELD})`, `Keep ${HELD} people`);
  await accessible(grace, 'keep people', check);
  const dialog = await opens(ada, `Keep these people (${HELD})`, `Keep ${HELD} people`);
  await dialog.getByLabel(`Type ${HELD} to continue`).fill(String(HELD));
  await server.app.get(DataSource).query('UPDATE admin_sessions SET stepUpUntil = 0');
  await dialog.getByRole('button', { name: 'Keep these people' }).click();
  const proof = ada.page.getByRole('dialog', { name: 'Is it still you?' });
  await proof.getByRole('textbox', { name: 'Password' }).waitFor();
  await accessible(ada, 'a password within a question', check);
  await ada.look('console-keep-proof');
  await ada.page.keyboard.press('Escape');
  await dialog.getByRole('alert').waitFor();
  check('one Escape closes one dialog', await dialog.isVisible());
  check('who does not prove it is still them changes nothing', (await heldOf(server)) === HELD);
  await dialog.getByRole('button', { name: 'Keep these people' }).click();
  await proof.getByRole('textbox', { name: 'Password' }).fill(FIRST.password);
  await proof.getByRole('button', { name: 'Continue' }).click();
  await ada.reads('No removal is held.');
  check('with the password the decision goes on', (await activeAmong(okta, held)) === HELD);
  await server.app.get(DataSource).query('UPDATE admin_sessions SET stepUpUntil = ?', [Date.now() + 600_000]);
  await theirs.getByLabel(`Type ${HELD} to continue`).fill(String(HELD));
  await theirs.getByRole('button', { name: 'Keep these people' }).click();
  await theirs.getByText(`${FIRST.name} has already decided to keep ${HELD} of these people.`).waitFor();
  check('who comes second reads who has decided, and what', true);
  await presentable(grace, 'console-decided', check);
  await grace.page.keyboard.press('Escape');
  await grace.reads('No removal is held.');
}

/** The identity provider asks again, and takes one of them back while the question is open. */
async function changedMeanwhile({ ada, okta, held }, check) {
  for (const id of held.slice(0, FEW)) await okta.setsActive(id, false);
  await ada.page.reload();
  const dialog = await opens(ada, `Remove them (${FEW})`, `Remove ${FEW} people`);
  check('few people need no number', (await dialog.getByRole('textbox').count()) === 0);
  const cancel = dialog.getByRole('button', { name: 'Cancel' });
  check('the way out has the focus', await cancel.evaluate((button) => button === document.activeElement));
  await okta.setsActive(held[0], true);
  await dialog.getByRole('button', { name: 'Remove them' }).click();
  await ada.reads('has set this person to active in the meantime');
  check('who was reactivated stays, and it is told', (await activeAmong(okta, held.slice(0, FEW))) === 1);
  await presentable(ada, 'console-not-released', check);
}

async function manyPeople({ ada, start, okta, held }, check) {
  await ada.goTo(`${start}/people`);
  await ada.reads('Person 5');
  await ada.page.getByLabel('Select all that are shown').check();
  const all = HELD + 1;
  const dialog = await opens(ada, 'Take access away', `Take access away from ${all} people`);
  await dialog.getByLabel(`Type ${all} to continue`).fill(String(all));
  await presentable(ada, 'console-bulk', check);
  await dialog.getByRole('button', { name: 'Take access away' }).click();
  await ada.reads(`${all} of ${all} done`);
  check('many people lose access once their number is typed in', (await activeAmong(okta, held)) === 0);
  await presentable(ada, 'console-bulk-done', check);
}

async function oneThing({ ada, start }, check) {
  await ada.goTo(`${start}/webhooks`);
  await ada.press('New webhook');
  await ada.page.getByLabel('URL').fill('https://hooks.acme.example/muster');
  await ada.page.getByRole('dialog').getByRole('button', { name: 'Create' }).click();
  const secret = ada.page.getByRole('dialog', { name: 'The secret that signs' });
  await secret.getByRole('button', { name: 'Close' }).last().click();
  const dialog = await opens(ada, 'Delete', 'Delete');
  await ada.page.keyboard.press('Enter');
  await dialog.waitFor({ state: 'detached' });
  check('Enter deletes no webhook', await ada.page.getByText('hooks.acme.example').first().isVisible());
  await opens(ada, 'Delete', 'Delete');
  await presentable(ada, 'console-webhook-deletion', check);
  await dialog.getByRole('button', { name: 'Delete' }).click();
  await ada.reads('Events are sent nowhere');
  check('a webhook is deleted by who has read what is lost', true);
}

async function weakening({ server, ada, start }, check) {
  await ada.goTo(`${start}/settings`);
  await ada.page.getByLabel('Days for which events are kept').fill('30');
  await ada.page.getByRole('combobox', { name: 'Breaker' }).click();
  await ada.page.getByRole('option', { name: 'Off' }).click();
  await ada.press('Save');
  const dialog = ada.page.getByRole('dialog', { name: 'This weakens or deletes something' });
  await dialog.getByText('Events older than 30 days are deleted for good.').waitFor();
  await presentable(ada, 'console-weakening', check);
  await dialog.getByRole('button', { name: 'Cancel' }).click();
  const [{ settings }] = await server.app.get(DataSource).query('SELECT settings FROM organizations');
  check('settings that delete or weaken something ask first', JSON.parse(settings).breakerMode === 'hold');
}

/** An identity provider wants to manage people whom an admin made. */
async function adopting({ server, ada, start, okta }, check) {
  const ids = [];
  for (const address of ['boss@acme.example', 'chief@acme.example']) {
    const { id } = await server.app.get(MembersService).makeAdmin(okta.organizationId, address, OPERATOR);
    await okta.setsActive(id, false);
    ids.push(id);
  }
  await ada.goTo(start);
  await ada.page.reload();
  await ada.reads('wants to manage 2 people whom admins created');
  await presentable(ada, 'console-overview-adoptions', check);
  await ada.page.getByRole('link', { name: 'Decide' }).click();
  const row = (address) => ada.page.getByRole('row').filter({ hasText: address }).filter({ hasText: 'Hand over' });
  await row('boss').getByText('take access away').waitFor();
  check('what the provider wants is listed', true);
  await row('boss').getByRole('button', { name: 'Keep here' }).click();
  const keeping = ada.page.getByRole('dialog', { name: 'Keep 1 person here' });
  await keeping.getByRole('button', { name: 'Keep here' }).click();
  await row('boss').waitFor({ state: 'detached' });
  await row('chief').getByRole('button', { name: 'Hand over' }).click();
  const handing = ada.page.getByRole('dialog', { name: 'Hand over 1 person to the identity provider' });
  await handing.waitFor();
  await presentable(ada, 'console-adoption', check);
  await handing.getByRole('button', { name: 'Hand over' }).click();
  await row('chief').waitFor({ state: 'detached' });
  await ada.reads('1 of 1 done');
  await presentable(ada, 'console-adopted', check);
  const titled = ids.map((id) => okta.changes(id, { title: 'CTO' }));
  const answers = (await Promise.all(titled)).map(({ status }) => status);
  check(`the provider manages who was handed over, and nobody else: ${answers}`, answers.join() === '403,200');
  await ada.goTo(`${start}/people/${ids[0]}`);
  const role = await opens(ada, 'Take the admin role away', 'Take the admin role away');
  await presentable(ada, 'console-no-admin', check);
  await role.getByRole('button', { name: 'Take the admin role away' }).click();
  await role.waitFor({ state: 'detached' });
  await ada.page.getByRole('button', { name: 'Take the admin role away' }).waitFor({ state: 'detached' });
  check('an admin is one no longer', true);
}

/** What somebody should know before it is too late. */
async function noticed({ ada, start }, check) {
  const warnings = { codes: ['server-secret', 'other'], messages: ['SERVER_SECRET …', 'Something else to change'] };
  const body = JSON.stringify({ status: 'ok', info: { warnings: { status: 'up', ...warnings } } });
  await ada.page.route('**/readyz', (route) => route.fulfill({ contentType: 'application/json', body }));
  await ada.goTo(`${start}/scim`);
  await ada.page.reload();
  await ada.reads('The key “Old” expires in 20 days');
  check('a key that expires soon is told', (await ada.page.getByText('“Okta” expires').count()) === 0);
  await ada.reads('SERVER_SECRET is not set');
  await ada.reads('Something else to change');
  check('operators read what should be changed at the server', true);
  await presentable(ada, 'console-warnings', check);
  await ada.page.unroute('**/readyz');
  await ada.goTo(`${start}/settings`);
  await ada.reads('Grace Hopper (grace@acme.example) · admin of this organization');
  check('the settings say who gets mails', true);
}

async function scimOff({ ada, start, okta }, check) {
  await ada.goTo(`${start}/scim`);
  const enabled = ada.page.getByRole('switch', { name: 'Enable SCIM' });
  await enabled.click();
  const dialog = ada.page.getByRole('dialog', { name: 'Disable SCIM' });
  await dialog.getByText('Okta', { exact: true }).waitFor();
  await presentable(ada, 'console-scim-off', check);
  await dialog.getByRole('button', { name: 'Cancel' }).click();
  await dialog.waitFor({ state: 'detached' });
  check('SCIM is on until somebody says twice that it is off', await enabled.isChecked());
  await enabled.click();
  await dialog.getByRole('button', { name: 'Disable SCIM' }).click();
  await dialog.waitFor({ state: 'detached' });
  check('then the identity provider is refused', (await okta.asks('GET', '/Users?count=1')).status === 403);
}

/** Presses a button. @returns the dialog that it opens */
async function opens(person, button, title) {
  await person.page.bringToFront();
  await person.page.getByRole('button', { name: button, exact: true }).click();
  const dialog = person.page.getByRole('dialog', { name: title });
  await dialog.waitFor();
  return dialog;
}

async function inJapanese(person, name, button, check) {
  await person.page.getByRole('button', { name: '日本語' }).click();
  await person.page.getByRole('button', { name: button }).click();
  await person.page.getByRole('dialog').waitFor();
  await presentable(person, name, check);
  await person.page.keyboard.press('Escape');
  await person.page.getByRole('dialog').waitFor({ state: 'detached' });
  await person.page.getByRole('button', { name: 'English' }).click();
  await person.reads('Removals that are held');
}

async function activeAmong(okta, ids) {
  const answers = await Promise.all(ids.map((id) => okta.asks('GET', `/Users/${id}`)));
  return answers.filter(({ body }) => body.active).length;
}

async function heldOf(server) {
  const rows = await server.app.get(DataSource).query('SELECT 1 FROM held_removals WHERE discardedAt IS NULL');
  return rows.length;
}
