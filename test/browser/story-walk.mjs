import { presentable } from './support/accessible.mjs';

/** What the pages of the console say of what Okta did. */
export async function lookAround(ada, check) {
  await overview(ada, check);
  await people(ada, check);
  await groups(ada, check);
  await requests(ada, check);
}

async function overview(ada, check) {
  await ada.follows('Overview');
  await ada.reads('uniqueness');
  check('the overview says why requests were refused', true);
  await ada.page.locator('.recharts-surface').first().waitFor();
  await presentable(ada, 'console-overview', check);
}

async function people(ada, check) {
  await ada.follows('People');
  await ada.reads('Okta Person 1');
  await presentable(ada, 'console-people', check);
  const address = await ada.page
    .getByText(/^okta-\w+-3@example\.com$/)
    .first()
    .textContent();
  await ada.page.getByLabel('Search').fill(address.slice(0, address.indexOf('@')).toUpperCase());
  await ada.page.getByText('Okta Person 1').waitFor({ state: 'detached' });
  check('people are found by how their address begins', await ada.page.getByText('Okta Person 3').isVisible());
}

async function groups(ada, check) {
  await ada.follows('Groups');
  await ada.page.getByRole('link', { name: /^Okta \w+ 2$/ }).waitFor();
  await presentable(ada, 'console-groups', check);
  await ada.page.getByRole('link', { name: /^Okta \w+ 2$/ }).click();
  await ada.reads('Members: 6');
  check('a pushed group shows its members', await ada.page.getByText('Okta Person 6').isVisible());
  await presentable(ada, 'console-group', check);
}

async function requests(ada, check) {
  await ada.follows('Requests');
  const unknown = ada.page.getByRole('row').filter({ hasText: /Users\/0101.*404/ });
  await unknown.getByRole('button', { name: 'Details' }).click();
  await ada.reads('curl -X GET');
  check('a refused request says why, and how to repeat it', true);
  await presentable(ada, 'console-requests', check);
}
