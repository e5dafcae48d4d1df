import { Person } from './support/person.mjs';
import { TestOrganization } from './support/organization.mjs';

const SUGGESTED = 5;
const PHONE = { viewport: { width: 360, height: 740 }, isMobile: true, hasTouch: true };

const INVITATIONS = {
  used: 'This invitation was used already',
  expired: 'This invitation has expired',
  revoked: 'This invitation was withdrawn',
  deleted: 'This invitation is no longer there',
  replaced: 'There is a newer invitation',
  unknown: 'This link is not known here',
};
const SIGN_INS = {
  used: 'This link was used already',
  expired: 'This link has expired',
  deleted: 'You are not a member any more',
  unknown: 'This link is not known here',
};

/** What people see of links that open nothing, of outages, and on other devices. */
export async function links(browser, check) {
  const organization = await TestOrganization.start('Sakura Works');
  try {
    await headers(organization, check);
    await dead(organization, browser, check);
    await outage(organization, browser, check);
    await phone(organization, browser, check);
    await japanese(organization, browser, check);
  } finally {
    await organization.stop();
  }
}

async function headers({ url, id }, check) {
  const page = await fetch(`${url}/join/${id}/x`);
  const policy = page.headers.get('content-security-policy');
  check(
    'the pages allow no inline script and no eval',
    /script-src 'self';/.test(policy) && !policy.includes('unsafe'),
  );
  check('the pages are framed by nobody', policy.includes("frame-ancestors 'none'"));
  check('the address is told to nobody', page.headers.get('referrer-policy') === 'no-referrer');
  check('the page itself is not kept', page.headers.get('cache-control') === 'no-store');
  const [, script] = /src="\.(\/assets\/[^"]+\.js)"/.exec(await page.text());
  const asset = await fetch(`${url}/pages${script}`, { headers: { 'Accept-Encoding': 'br' } });
  check('its parts are kept for good', asset.headers.get('cache-control').includes('immutable'));
  check('its parts are sent small', asset.headers.get('content-encoding') === 'br');
  const none = await Promise.all(
    ['pages/assets/..%2findex.html', 'pages/assets/none.js', 'people/a/b/c'].map((path) => fetch(`${url}/${path}`)),
  );
  check(
    'nothing else is served',
    none.every(({ status }) => [401, 404].includes(status)),
  );
}

async function dead({ url, id }, browser, check) {
  const person = await Person.sitsDown(browser);
  for (const [reason, title] of Object.entries(INVITATIONS)) {
    const status = reason === 'unknown' ? 404 : 410;
    const end = await person.answer('open', (route) => route.fulfill({ status, json: { reason } }));
    await person.goTo(`${url}/join/${id}/${reason}#token`);
    await person.sees(title);
    check(`an invitation that is ${reason} says so`, true);
    await end();
  }
  for (const [reason, title] of Object.entries(SIGN_INS)) {
    const status = reason === 'unknown' ? 404 : 410;
    const end = await person.answer('open', (route) => route.fulfill({ status, json: { reason } }));
    await person.goTo(`${url}/sign-in/${id}/${reason}#token`);
    await person.enter('any', 'Sign in');
    await person.sees(title);
    check(`a sign-in link that is ${reason} says so`, true);
    await end();
  }
  await person.goTo(`${url}/join/${id}/cut-off`);
  await person.sees('A part of the link is missing');
  check('a link without its token says so', true);
  const end = await person.answer('open', (route) => route.fulfill({ status: 410, json: { reason: 'expired' } }));
  await person.goTo(`${url}/join/${id}/cut-off#token`);
  await person.sees(INVITATIONS.expired);
  check('the whole link, pasted over the part, is opened', true);
  await end();
  check(`dead links raise no error ${person.complaints}`, person.complaints.length === 0);
  await person.leave();
}

async function outage(organization, browser, check) {
  const person = await Person.sitsDown(browser);
  const end = await person.answer('open', (route) => route.abort('internetdisconnected'));
  await person.goTo(await organization.invitation(await organization.provision('Cy', 'cy@sakura.example')));
  await person.sees('The server cannot be reached');
  await person.look('unreachable');
  await end();
  await person.press('Try again');
  await person.sees('Join Sakura Works');
  check('who could not reach the server tries again', true);

  let sent = 0;
  await person.answer('accept', async (route) => {
    sent += 1;
    await route.continue();
  });
  await person.press('Suggest five random words');
  const passphrase = await person.page.getByLabel('Passphrase', { exact: true }).inputValue();
  check('words are suggested', passphrase.split(' ').length === SUGGESTED);
  check(
    'and have to be typed again',
    await person.page.getByLabel('The same passphrase again').evaluate((node) => node === document.activeElement),
  );
  await person.page.keyboard.type(passphrase);
  await person.page.keyboard.press('Enter');
  await person.page.keyboard.press('Enter');
  await person.page.getByRole('button', { name: 'Make my key and join' }).dispatchEvent('click');
  await person.reads('Making your key');
  await person.look('making');
  await person.sees('You are waiting to be confirmed');
  check('who submits three times sends once', sent === 1);
  const focused = await person.page.evaluate(() => document.activeElement?.tagName);
  check('the focus is on the new heading', focused === 'H1');
  check(`an outage raises no error ${person.complaints}`, person.complaints.length === 0);
  await person.leave();
}

async function phone(organization, browser, check) {
  const person = await Person.sitsDown(browser, { ...PHONE, colorScheme: 'dark', reducedMotion: 'reduce' });
  await person.goTo(await organization.invitation(await organization.provision('Di', 'di@sakura.example')));
  await person.sees('Join Sakura Works');
  await person.look('phone-join');
  const isWide = () => person.page.evaluate(() => document.documentElement.scrollWidth > innerWidth);
  check('the invitation fits a phone', !(await isWide()));
  await person.choose('violet harbour tundra sixpence');
  await person.sees('You are waiting to be confirmed');
  await person.look('phone-waiting');
  check('the words fit a phone', !(await isWide()));
  await person.leave();
}

async function japanese(organization, browser, check) {
  const person = await Person.sitsDown(browser, { locale: 'ja-JP', ...PHONE });
  await person.goTo(await organization.invitation(await organization.provision('桜 花子', 'hanako@sakura.example')));
  await person.sees('Sakura Works に参加する');
  check('a Japanese browser shows Japanese', (await person.page.locator('html').getAttribute('lang')) === 'ja');
  await person.look('japanese-join');
  await person.page.getByLabel('パスフレーズ', { exact: true }).fill('violet harbour tundra sixpence');
  await person.page.getByLabel('パスフレーズ（確認）').fill('violet harbour tundra sixpence');
  await person.press('鍵を作って参加する');
  await person.sees('承認を待っています');
  await person.look('japanese-waiting');
  check(`Japanese raises no error ${person.complaints}`, person.complaints.length === 0);
  await person.leave();
}
