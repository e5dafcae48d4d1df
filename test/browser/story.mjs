import { MailServer } from '../support/mail-server.ts';
import { Person } from './support/person.mjs';
import { TestOrganization } from './support/organization.mjs';

const ADMINS = 'velvet thunder compass orchard';
const MEMBERS = 'saffron glacier ribbon detour';
const MAIL_MS = 20_000;

/** One person's way: what Okta sends, what the mail brings, what two browsers do, and what the person can fetch when. */
export async function story(browser, check) {
  const mails = await MailServer.start();
  const organization = await TestOrganization.start('Acme', { SMTP_URL: mails.url, MAIL_FROM: 'muster@acme.example' });
  const [ada, bo] = [await Person.sitsDown(browser), await Person.sitsDown(browser)];
  const linkTo = async (address, subject) => /http\S+/.exec((await mailTo(mails, address, subject)).text)[0];
  const reaches = async (when, expected) => {
    const statuses = await bo.statuses(organization);
    check(`${when}, Bo fetches ${JSON.stringify(statuses)}`, JSON.stringify(statuses) === JSON.stringify(expected));
  };
  try {
    await organization.admin('ada@acme.example');
    await ada.goTo(await linkTo('ada@acme.example', 'Acme: your invitation'));
    await ada.choose(ADMINS);
    await ada.sees('You’re in');

    const okta = new Okta(organization);
    const id = await okta.assigns('bo@acme.example', 'Bo Nakamura');
    await okta.assigns('bo@acme.example', 'Bo Nakamura');
    await bo.goTo(await linkTo('bo@acme.example', 'Acme: your invitation'));
    await bo.sees('Join Acme');
    await reaches('invited', { me: 401, key: 401, log: 401, members: 401 });

    await bo.choose(MEMBERS);
    await bo.sees('You are waiting to be confirmed');
    await reaches('accepted', { me: 200, key: 403, log: 403, members: 403 });

    await ada.goTo(await linkTo('ada@acme.example', 'Acme: Bo Nakamura waits to be confirmed'));
    await ada.enter(ADMINS, 'Open');
    const read = await bo.words('Fingerprint of your key');
    check('both read the same words', (await ada.words('Fingerprint of Bo Nakamura’s key')) === read);
    await ada.page.getByLabel('I compared these six words with Bo Nakamura.').check();
    await ada.press('Confirm Bo Nakamura');
    await bo.sees('You’re in');
    await bo.reads('Your key opens the organization’s key');
    await mailTo(mails, 'bo@acme.example', 'Acme: you are confirmed');
    await reaches('confirmed', { me: 200, key: 200, log: 200, members: 403 });
    const label = 'Fingerprint of the organization’s key';
    check('both have the key of the organization', (await bo.words(label)) === (await ada.words(label)));

    await okta.setsActive(id, false);
    await reaches('deactivated', { me: 403, key: 403, log: 403, members: 403 });
    await bo.page.reload();
    await bo.sees('You have no access at the moment');

    await okta.setsActive(id, true);
    await bo.page.reload();
    await bo.sees('You’re in');
    await bo.enter(MEMBERS, 'Open');
    await bo.reads('Your key opens the organization’s key');
    await reaches('reactivated', { me: 200, key: 200, log: 200, members: 403 });
    check('without a new handshake', (await bo.words(label)) === (await ada.words(label)));

    await okta.removes(id);
    await reaches('deleted', { me: 401, key: 401, log: 401, members: 401 });
    const invitations = mails
      .to('bo@acme.example')
      .filter(({ headers }) => headers.get('subject') === 'Acme: your invitation');
    check('all of it took one invitation', invitations.length === 1);
    for (const { complaints } of [ada, bo])
      check(`the browser complains of nothing ${complaints}`, complaints.length === 0);
  } finally {
    await Promise.all([ada.leave(), bo.leave()]);
    await organization.stop();
    await mails.down();
  }
}

/** Waits for the newest mail with a subject. */
async function mailTo(mails, address, subject) {
  for (const deadline = Date.now() + MAIL_MS; Date.now() < deadline;) {
    const mail = mails.to(address).findLast(({ headers }) => headers.get('subject') === subject);
    if (mail) return { ...mail, text: mail.bodies.get('text/plain') };
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(`No mail "${subject}" to ${address}`);
}

/** What Okta sends for one person. */
class Okta {
  constructor(organization) {
    this.organization = organization;
  }

  /** Looks for the person, and creates or updates it. @returns the id */
  async assigns(userName, displayName) {
    const filter = encodeURIComponent(`userName eq "${userName}"`);
    const found = await this.organization.scim('GET', `/Users?filter=${filter}&startIndex=1&count=100`);
    const body = {
      schemas: ['urn:ietf:params:scim:schemas:core:2.0:User'],
      userName,
      displayName,
      emails: [{ primary: true, value: userName, type: 'work' }],
      groups: [],
      active: true,
    };
    const [existing] = found.Resources;
    if (existing) return (await this.organization.scim('PUT', `/Users/${existing.id}`, { ...existing, ...body })).id;
    return (await this.organization.scim('POST', '/Users', body)).id;
  }

  async setsActive(id, active) {
    await this.organization.scim('GET', `/Users/${id}`);
    await this.organization.patch(id, [{ op: 'replace', value: { active } }]);
  }

  async removes(id) {
    await this.organization.scim('DELETE', `/Users/${id}`);
  }
}
