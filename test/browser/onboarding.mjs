import { Person } from './support/person.mjs';
import { TestOrganization } from './support/organization.mjs';

const ADMINS = 'violet harbour tundra sixpence';
const MEMBERS = 'copper lantern oblique mango';
const FOREIGN = 'age1lggyhqrw2nlhcxprm67z43rta597azn8gknawjehu9d9dl0jq3yqqvfafg';
const TOO_WEAK = /too easy to guess\. Add/;

/** From an invitation to the organization's key, with an admin in one browser and a member in another. */
export async function onboarding(browser, check) {
  const organization = await TestOrganization.start();
  const people = [];
  const newPerson = async (options) => {
    const person = await Person.sitsDown(browser, options);
    people.push(person);
    return person;
  };
  try {
    const admin = await newPerson();
    await firstAdmin(organization, admin, check);
    const bo = await newPerson();
    const boId = await accepting(organization, bo, check);
    await confirming(organization, admin, bo, check);
    await signingIn(organization, bo, boId, check);
    await moving(organization, await newPerson(), boId, check);
    await rotating(organization, admin, bo, check);
    await warning(organization, admin, check);
    await conflicts(organization, admin, await newPerson(), check);
    await distrusting(bo, check);
    await anotherPassphrase(bo, check);
    await revoking(organization, bo, boId, check);
    for (const person of people)
      check(`the browser complains of nothing ${person.complaints}`, person.complaints.length === 0);
  } finally {
    await Promise.all(people.map((person) => person.leave()));
    await organization.stop();
  }
}

async function firstAdmin(organization, ada, check) {
  const id = await organization.admin('ada@acme.example');
  const link = await organization.invitation(id);
  await ada.goTo(link);
  await ada.sees('Join Acme');
  check('the token is gone from the address', !ada.page.url().includes('#'));
  await ada.page.reload();
  await ada.sees('Join Acme');
  check('the token survives a reload', true);
  await ada.look('join-first-admin');
  await ada.choose('correct horse');
  await ada.reads(TOO_WEAK);
  check('a weak passphrase is refused', true);
  await ada.choose(ADMINS, 'something else');
  await ada.reads('These two are not the same');
  await ada.look('join-different');
  await ada.choose(ADMINS);
  await ada.sees('You’re in');
  await ada.reads('Your key opens the organization’s key');
  check('the first admin makes the key of the organization and is in', true);
  check('the admin has a place of their own', ada.page.url() === `${organization.url}/people/${organization.id}`);
  await ada.goTo(link);
  await ada.sees('This invitation was used already');
  await ada.look('used');
  check('a used link says so', true);
  await ada.press('Sign in');
  await ada.sees('You’re in');
}

async function accepting(organization, bo, check) {
  const id = await organization.provision('Bo Nakamura', 'bo@acme.example');
  await bo.goTo(await organization.invitation(id));
  await bo.sees('Join Acme');
  await bo.look('join');
  let sent = [];
  const end = await bo.answer('accept', async (route) => {
    sent.push(route.request().postDataJSON().recipient);
    if (sent.length === 1) return route.abort('internetdisconnected');
    if (sent.length === 2) return route.fulfill({ status: 503, json: { reason: 'unavailable' } });
    // The server takes it, but the answer is lost.
    if (sent.length === 3) await route.fetch();
    return sent.length === 3 ? route.abort('connectionreset') : route.continue();
  });
  await bo.choose(MEMBERS);
  await bo.sees('Your key is made, but not sent yet');
  await bo.look('unsent');
  await bo.press('Try again');
  await bo.reads('The server cannot do this right now');
  await bo.press('Try again');
  await bo.reads('The server did not answer');
  await bo.press('Try again');
  await bo.sees('You are waiting to be confirmed');
  check('the same key is sent again after failures', sent.length === 4 && new Set(sent).size === 1);
  check('an answer that got lost is made up for by the key', true);
  await end();
  await bo.look('waiting');
  return id;
}

async function confirming(organization, ada, bo, check) {
  const read = await bo.words('Fingerprint of your key');
  await ada.page.reload();
  await ada.sees('You’re in');
  await ada.look('in-locked');
  await ada.enter('not my passphrase', 'Open');
  await ada.reads('This is not the right passphrase');
  check('a wrong passphrase is told', true);
  await ada.enter(ADMINS, 'Open');
  await ada.reads('Your key opens the organization’s key');
  const seen = await ada.words('Fingerprint of Bo Nakamura’s key');
  check(`admin and member see the same six words: ${seen}`, seen === read && seen.split(' ').length === 6);
  await ada.look('confirm');
  await ada.press('Confirm Bo Nakamura');
  await ada.reads('Please compare the words first');
  await ada.page.getByLabel('I compared these six words with Bo Nakamura.').check();
  await ada.press('Confirm Bo Nakamura');
  await ada.reads('Bo Nakamura is in.');
  await ada.look('confirmed-by-admin');
  await bo.sees('You’re in');
  await bo.reads('Your key opens the organization’s key');
  await bo.look('in');
  const label = 'Fingerprint of the organization’s key';
  check('the waiting page turns by itself, and the key opens', (await bo.words(label)) === (await ada.words(label)));
}

async function moving(organization, person, id, check) {
  await organization.move(id, 'bo@new.example');
  const link = await organization.link(id, 'address');
  await person.goTo(link);
  await person.sees('Is this your address?');
  await person.look('address');
  await person.page.reload();
  check('a look at the link proves nothing', (await organization.addressOf(id)) === 'bo@acme.example');
  await person.press('Yes, this is my address');
  await person.sees('This is your address now');
  await person.reads('Mail of Acme goes to bo@new.example');
  await person.look('address-proven');
  check('who opens the link and says so has the address', (await organization.addressOf(id)) === 'bo@new.example');
  await person.goTo(link);
  await person.press('Yes, this is my address');
  await person.sees('This link was used already');
  check('a used link of an address says so', true);
}

async function signingIn(organization, bo, id, check) {
  await bo.press('Sign out');
  await bo.sees('Sign in');
  await bo.press('Send me a link');
  await bo.reads('Please enter an e-mail address');
  await bo.look('signed-out');
  await bo.page.getByLabel('Your e-mail address at the organization').fill('bo@acme.example');
  await bo.press('Send me a link');
  await bo.sees('Look into your mail');
  await bo.look('sent');
  const link = await organization.link(id, 'sign-in');
  await bo.goTo(link);
  await bo.sees('Sign in');
  await bo.look('sign-in');
  await bo.enter('wrong', 'Sign in');
  await bo.reads('This is not the right passphrase');
  await bo.page.reload();
  await bo.enter(MEMBERS, 'Sign in');
  await bo.sees('You’re in');
  await bo.reads('Your key opens the organization’s key');
  check('a link and the passphrase sign in, also after a slip and a reload', true);
  await bo.goTo(link);
  await bo.enter(MEMBERS, 'Sign in');
  await bo.sees('This link was used already');
  check('a sign-in link works once', true);
  await bo.press('Get a new link');
}

async function rotating(organization, ada, bo, check) {
  const label = 'Fingerprint of the organization’s key';
  const before = await ada.words(label);
  await ada.page.getByText('Change the organization’s key').click();
  await ada.press('Prepare the change');
  await ada.reads('Confirmed members who get the new key: 2.');
  await ada.look('rotation');
  const pages = [];
  const endPages = await ada.answer('key-rotations/*/keys', (route) => {
    pages.push(route.request().postDataJSON().wrappedKeys.length);
    return route.continue();
  });
  const endFailure = await ada.answer('key-rotations/*/completion', (route) =>
    route.fulfill({ status: 503, json: { reason: 'unavailable' } }),
  );
  await ada.press('Change the key now');
  await ada.reads('The key was not changed');
  await endFailure();
  await ada.press('Try again');
  await ada.reads('Confirmed members who get the new key: 2.');
  await ada.press('Change the key now');
  await ada.reads('It is the right one (version 2)');
  check(`a rotation that was broken off goes on, and sends no key again: ${pages}`, pages.join() === '2');
  await endPages();
  const after = await ada.words(label);
  check('the key of the organization is another', after !== before);
  await bo.page.reload();
  await bo.enter(MEMBERS, 'Open');
  await bo.reads('It is the right one (version 2)');
  check('every confirmed member opens the new key', (await bo.words(label)) === after);
}

/** Answers with another key than before, as a server would that wants to read what is wrapped for it. */
function swapped(name) {
  return async (route) => {
    const response = await route.fetch();
    const body = await response.json();
    for (const member of body.members) if (member.displayName === name) member.recipient = FOREIGN;
    await route.fulfill({ response, json: body });
  };
}

async function warning(organization, ada, check) {
  const end = await ada.answer('members?*', swapped('Bo Nakamura'));
  await ada.page.getByText('Change the organization’s key').click();
  await ada.press('Prepare the change');
  await ada.reads('Some keys are not those that this browser knows!');
  await ada.look('swapped');
  check('a swapped key is noticed before the organization’s key is wrapped for it', true);
  await end();
}

/** What an admin reads when somebody's key is not, or no longer, the one that was seen. */
async function conflicts(organization, ada, eve, check) {
  await eve.goTo(await organization.invitation(await organization.provision('Eve', 'eve@acme.example')));
  await eve.choose(MEMBERS);
  await eve.sees('You are waiting to be confirmed');
  await ada.page.reload();
  await ada.enter(ADMINS, 'Open');
  await ada.page.getByLabel('I compared these six words with Eve.').check();
  const endConflict = await ada.answer('confirm', (route) =>
    route.fulfill({ status: 409, json: { reason: 'key_changed' } }),
  );
  await ada.press('Confirm Eve');
  await ada.reads('Eve’s key changed while you looked. Nothing was confirmed');
  check('a key that changed meanwhile is not confirmed', true);
  await endConflict();
  const endSwap = await ada.answer('members?*', swapped('Eve'));
  await ada.page.reload();
  await ada.enter(ADMINS, 'Open');
  await ada.reads('This is not the key that this browser knows!');
  await ada.look('candidate-changed');
  check('an admin is warned of a key that this browser does not know', true);
  await endSwap();
  await ada.page.reload();
  await ada.enter(ADMINS, 'Open');
  await ada.page.getByLabel('I compared these six words with Eve.').check();
  await ada.press('Confirm Eve');
  await eve.sees('You’re in');
  check('the key of before is confirmed without a warning', true);
}

/** What a member reads when the server takes back what it said of the organization's key. */
async function distrusting(bo, check) {
  const told = 'The server takes back what it said before!';
  const opens = async () => {
    await bo.page.reload();
    await bo.enter(MEMBERS, 'Open');
  };
  await opens();
  await bo.reads('Your key opens the organization’s key');
  const endCut = await bo.answer('key-log*', async (route) => {
    const response = await route.fetch();
    const { entries } = await response.json();
    await route.fulfill({ response, json: { entries: entries.slice(0, -1), isEnd: true } });
  });
  await opens();
  await bo.reads(told);
  await bo.look('distrust');
  check('a record of keys that was cut is noticed', true);
  await endCut();
  const endKey = await bo.answer('me/key', async (route) => {
    const response = await route.fetch();
    await route.fulfill({ response, json: { ...(await response.json()), organizationRecipient: FOREIGN } });
  });
  await opens();
  await bo.reads(told);
  check('another key passed off as the organization’s is noticed', true);
  await endKey();
  await bo.press('Try again');
  await bo.reads('Your key opens the organization’s key');
}

async function anotherPassphrase(bo, check) {
  const other = 'granite whisper falcon nutmeg';
  await bo.page.getByText('Change your passphrase').click();
  await bo.choose(other, other, 'Use this passphrase from now on');
  await bo.reads('Your key is under the new passphrase');
  await bo.look('passphrase-changed');
  await bo.page.reload();
  await bo.enter(MEMBERS, 'Open');
  await bo.reads('This is not the right passphrase');
  await bo.enter(other, 'Open');
  await bo.reads('Your key opens the organization’s key');
  check('under another passphrase the key is the same', true);
}

async function revoking(organization, bo, id, check) {
  await organization.revoke(id);
  await bo.page.reload();
  await bo.sees('You have no access at the moment');
  await bo.look('revoked');
  check('a revoked member is told kindly', true);
  await organization.restore(id);
  await bo.press('Look again');
  await bo.sees(/You’re in|You are waiting|Sign in/);
  check(`a restored member is back: ${await bo.page.title()}`, true);
  await bo.look('restored');
}
