import { Okta } from './support/okta.mjs';
import { accessible, presentable } from './support/accessible.mjs';
import { FIRST } from './support/server.mjs';

/** By the link that the server prints. */
export async function setUp(server, ada, check) {
  await ada.goTo(`${server.url}/`);
  await ada.sees('Set up Muster');
  check('a new server sends to its set-up, which asks for the printed link', true);
  await ada.goTo(await server.setUpUrl());
  await ada.page.getByLabel('Name of the organization').fill(FIRST.organizationName);
  await ada.page.getByLabel('Your name').fill(FIRST.name);
  await ada.page.getByLabel('E-mail address').fill(FIRST.email);
  await ada.page.getByRole('textbox', { name: 'Password' }).fill(FIRST.password);
  await presentable(ada, 'console-set-up', check);
  await ada.press('Set up');
  await ada.sees('SCIM provisioning');
  check('set-up ends on the SCIM page', true);
}

/** @returns base URL and key, as they are copied from the page */
export async function connect(server, ada, check) {
  await ada.page.getByRole('switch', { name: 'Enable SCIM' }).click();
  const url = await ada.copies('SCIM base URL');
  check('the URL is there to be copied', url.startsWith(`${server.url}/scim/v2/`));
  const key = await newKey(ada, 'Okta');
  check('the key is shown once, to be copied', key.startsWith('muster_scim_'));
  await ada.reads('Waiting for Okta’s first request');
  check('the page waits for Okta', true);
  await ada.look('console-waiting');
  await ada.press('Test the connection');
  await ada.reads('Muster answers as Okta expects');
  check('the connection test succeeds', true);
  await ada.reads('Waiting for Okta’s first request');
  check('the test of Muster itself is not taken for Okta', true);
  return { url, key };
}

/** Another key takes over from the one that Okta has. */
export async function otherKey(okta, ada, check) {
  const before = okta.key;
  const key = await newKey(ada, 'Okta, next');
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
  await presentable(ada, 'console-rotation', check);
  const statusWith = async (each) => (await new Okta({ ...okta, key: each }).asks('GET', '/Users')).status;
  const answers = () => Promise.all([before, key].map(statusWith));
  check('both keys are taken meanwhile', (await answers()).join() === '200,200');
  await old.getByRole('button', { name: 'Revoke now' }).click();
  await ada.page.getByRole('dialog').getByRole('button', { name: 'Revoke now' }).click();
  await ada.press('Ended keys (2)');
  check('then only the new one', (await answers()).join() === '401,200');
  await ada.reads('Muster connection test');
  check('ended keys are shown when they are asked for', true);
  okta.key = key;
}

async function newKey(ada, label) {
  await ada.press('Make a key');
  await ada.page.getByLabel('What it is for').fill(label);
  await ada.press(/^Create$/);
  await ada.page.getByRole('dialog', { name: 'Your new key' }).waitFor();
  const key = await ada.copies('Your new key');
  await ada.look('console-key');
  await ada.page.getByRole('dialog').getByRole('button', { name: 'Close' }).last().click();
  return key;
}
