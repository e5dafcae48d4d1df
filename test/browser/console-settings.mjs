import { accessible } from './support/accessible.mjs';

const SCHEMA = 'Schema (RFC 7643, section 7)';
const PATCH_OP = 'urn:ietf:params:scim:api:messages:2.0:PatchOp';

/** What an organization adds to SCIM, and who reads what happens in it. */
export async function settingsPages(okta, ada, check) {
  await ada.page.getByRole('link', { name: 'Settings' }).click();
  await extensions(okta, ada, check);
  await roles(ada, check);
  await applicationKeys(ada, check);
}

async function extensions(okta, ada, check) {
  await ada.page.getByRole('link', { name: 'Extensions' }).click();
  await ada.press('Add an extension');
  const dialog = ada.page.getByRole('dialog', { name: 'Add an extension' });
  const schema = dialog.getByLabel(SCHEMA);
  const add = dialog.getByRole('button', { name: 'Add', exact: true });
  const example = await schema.inputValue();
  await schema.fill(example.replace('"dateTime"', '"date"'));
  await add.click();
  await dialog.getByText(/Line 14: startDate: "type" must be one of/).waitFor();
  check('a fault of a schema is shown with its line', true);
  await ada.look('console-extension-fault');
  await accessible(ada, 'a schema with a fault', check);
  await schema.fill(example.replace('"name"', 'name'));
  await add.click();
  await dialog.getByText('This is not JSON: look at line 3').waitFor();
  check('what is no JSON is told before it is sent', true);
  await schema.fill(example);
  await add.click();
  const { id: urn } = JSON.parse(example);
  await ada.page.getByRole('cell', { name: urn }).waitFor();
  const { body: found } = await okta.asks('GET', '/Users?filter=' + encodeURIComponent('userName sw "bo"'));
  const path = `${urn}:badge`;
  const operations = { schemas: [PATCH_OP], Operations: [{ op: 'add', path, value: 'B-42' }] };
  const { body: bo } = await okta.asks('PATCH', `/Users/${found.Resources[0].id}`, operations);
  check('the example that one begins from is taken, and its attributes can be sent', bo[urn].badge === 'B-42');
  await ada.press('Add an extension');
  await dialog.getByRole('combobox', { name: 'Extends' }).click();
  await ada.page.getByRole('option', { name: 'groups' }).click();
  await add.click();
  const groups = ada.page.getByRole('row').filter({ hasText: 'costCenter' });
  await groups.getByRole('button', { name: 'Delete' }).click();
  await ada.reads('from now on nobody sees the values that groups have of it');
  await ada.look('console-extension-removal');
  await ada.page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click();
  await groups.waitFor({ state: 'detached' });
  check('an extension is taken away by who was told what is lost', true);
}

async function roles(ada, check) {
  await ada.page.getByRole('link', { name: 'Roles and entitlements' }).click();
  const add = async (name) => {
    await ada.press('Add a role');
    const dialog = ada.page.getByRole('dialog', { name: 'Add a role' });
    await dialog.getByLabel('Name').fill(name);
    await dialog.getByRole('button', { name: 'Create' }).click();
    return dialog;
  };
  for (const name of ['Editor', 'Reader']) {
    await add(name);
    await ada.page.getByRole('cell', { name, exact: true }).waitFor();
  }
  const dialog = await add('editor');
  const field = dialog.getByRole('textbox', { name: 'Name', description: /This displayName is already taken/ });
  await field.waitFor();
  check('what the server refuses is told at its field', true);
  await accessible(ada, 'a role that is there', check);
  await dialog.getByRole('button', { name: 'Close' }).click();
  const reader = ada.page.getByRole('row').filter({ hasText: 'Reader' });
  await reader.getByRole('button', { name: 'Delete' }).click();
  await ada.reads('“Reader” can be granted to nobody any more');
  await ada.page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click();
  await reader.waitFor({ state: 'detached' });
  check('a role is taken away', await ada.page.getByRole('cell', { name: 'Editor', exact: true }).isVisible());
}

async function applicationKeys(ada, check) {
  await ada.page.getByRole('link', { name: 'Application keys' }).click();
  const url = await ada.page.getByLabel('Where events are read', { exact: true }).inputValue();
  const made = [];
  for (const label of ['HR app', 'Old app']) {
    await ada.press('Make a key');
    await ada.page.getByLabel('What it is for').fill(label);
    await ada.press(/^Create$/);
    const shown = ada.page.getByLabel('Your new key', { exact: true }).last();
    await shown.waitFor();
    made.push(await shown.inputValue());
    await ada.page.getByRole('dialog').getByRole('button', { name: 'Close' }).last().click();
  }
  const statuses = async () => {
    const answers = await Promise.all(made.map((key) => fetch(url, { headers: { Authorization: `Bearer ${key}` } })));
    return answers.map(({ status }) => status).join();
  };
  check('the keys open the events at the URL that is shown', (await statuses()) === '200,200');
  const old = ada.page.getByRole('row').filter({ hasText: 'Old app' });
  await old.getByRole('button', { name: 'Revoke now' }).click();
  await ada.page.getByRole('dialog').getByRole('button', { name: 'Revoke now' }).click();
  await ada.page.getByRole('button', { name: 'Ended keys (1)' }).waitFor();
  check('a key that is revoked opens nothing', (await statuses()) === '200,401');
}
