import { DataSource } from 'typeorm';
import { accessible } from './support/accessible.mjs';

/** Adds a passkey, proves by it who it is, and signs in with it. */
export async function passkey(server, ada, check) {
  const devices = await ada.context.newCDPSession(ada.page);
  await devices.send('WebAuthn.enable');
  const options = { protocol: 'ctap2', transport: 'internal', hasResidentKey: true, hasUserVerification: true };
  await devices.send('WebAuthn.addVirtualAuthenticator', {
    options: { ...options, isUserVerified: true, automaticPresenceSimulation: true },
  });
  const start = ada.page.url().split('#/o/')[0];
  await ada.goTo(`${start}#/account`);
  await ada.page.getByLabel('Where it is kept').fill('Laptop');
  await ada.press('Add a passkey');
  await ada.page.getByRole('cell', { name: 'Laptop' }).waitFor();
  check('an admin adds a passkey', true);
  await server.app.get(DataSource).query('UPDATE admin_sessions SET stepUpUntil = 1');
  await ada.page.getByLabel('What it is for').fill('Script');
  await ada.press('Make a token');
  const dialog = ada.page.getByRole('dialog', { name: 'Is it still you?' });
  await dialog.waitFor();
  await ada.look('console-step-up');
  await accessible(ada, 'step-up', check);
  await dialog.getByRole('button', { name: 'Use a passkey' }).click();
  const token = ada.page.getByLabel('Your new token', { exact: true }).last();
  await token.waitFor();
  check(
    'a passkey proves who it is, and what was asked for is done',
    (await token.inputValue()).startsWith('muster_admin_'),
  );
  await ada.page.getByRole('dialog').getByRole('button', { name: 'Close' }).last().click();
  await ada.look('console-account');
  await ada.press('Sign out');
  await ada.sees('Sign in to Muster');
  await ada.press('Use a passkey');
  await ada.sees('Organizations');
  check('a passkey signs in', true);
}

/** A session ends while a page of it is open. */
export async function endedSession(server, ada, check) {
  await ada.page.getByRole('link', { name: 'Acme' }).click();
  await ada.page.getByRole('link', { name: 'SCIM provisioning' }).click();
  await ada.sees('SCIM provisioning');
  await server.app.get(DataSource).query('DELETE FROM admin_sessions');
  await ada.sees('Sign in to Muster');
  check('a session that ended leads to the sign-in', true);
  await ada.press('Use a passkey');
  await ada.sees('SCIM provisioning');
  check('the sign-in leads back to the page', true);
}
