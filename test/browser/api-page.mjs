import { Person } from './support/person.mjs';
import { TestOrganization } from './support/organization.mjs';

/** The page that describes the API. */
export async function apiPage(browser, check) {
  const organization = await TestOrganization.start();
  const person = await Person.sitsDown(browser);
  try {
    await person.goTo(`${organization.url}/api/docs`);
    await person.reads('OAS 3.1');
    await person.page.locator('#operations-tag-Poll').waitFor();
    check('the API page shows its title', (await person.page.title()).includes('Muster'));
    for (const tag of ['Users', 'Groups', 'Bulk', 'Discovery', 'Keys', 'Audit'])
      check(`the API page lists ${tag}`, await person.page.locator(`#operations-tag-${tag}`).isVisible());
    await person.page.locator('#operations-tag-Users').click();
    await person.reads('Create a user');
    check(`the API page loads without an error ${person.complaints}`, person.complaints.length === 0);
  } finally {
    await person.leave();
    await organization.stop();
  }
}
