import { setTimeout as delay } from 'node:timers/promises';
import { openChromium } from '../../scripts/chromium.mjs';
import { addEvents, addRequests } from '../history.mjs';
import { judged } from '../limits.mjs';
import { LARGEST, newOrganization } from '../organizations.mjs';
import { muster, startMuster } from '../programs.mjs';

const RUNS = 5;
const AT_MOST_MS = 1_000;
const AUDIT = { rows: 365_000, days: 365 };
const REQUEST_DAYS = 29;
const EMAIL = 'ada@acme.example';
const PASSWORD = 'granite whisper falcon';
const BROWSER = 'Chromium';
/** Until what a page does after its first content is done, so that it is not counted with the next. */
const REST_MS = 500;

/** Pages of the console, from the address that is entered to the first thing that the server has told. */
export const adminConsole = {
  name: 'console',
  about:
    'pages of the console in a browser, until their first content is seen, in an organization of a tenth of --large',

  async *run({ database, large, only, muster: options }) {
    const server = await startMuster(database.url, options);
    const organization = await filled(server, database, large);
    const cookie = await signedIn(server, database);
    await historyRead(server, organization, cookie);
    const browser = await openChromium();
    const context = await browser.newContext({ locale: 'en-GB', viewport: { width: 1280, height: 900 } });
    await context.addCookies([cookie]);
    const page = await context.newPage();
    for (const [name, { path, shows }] of Object.entries(pagesOf(organization, server))) {
      if (!only(name)) continue;
      const loads = [];
      for (let run = 0; run <= RUNS; run += 1)
        loads.push(await load(page, `${server.url}/#${path}`, shows, { server, database }));
      const measured = { [BROWSER]: { ...medianOf(loads.slice(1)), rss: server.rss() } };
      yield judged(name, measured, [{ of: BROWSER, measure: 'p50', atMost: AT_MOST_MS }]);
    }
    await browser.close();
    await server.stop();
  },
};

/** @returns {Promise<import('../organizations.mjs').Organization>} with a month of requests, a year of audit, and a webhook */
async function filled(server, database, large) {
  const people = large / 10;
  const size = { people, groups: people / 100, largestGroup: people / 10 };
  const organization = await newOrganization(server, database.url, size);
  const command = (...words) => muster(database.url, server.url, ...words);
  await command('organization', 'update', organization.id, '--request-log-rows', String(large));
  await addEvents(database, organization, AUDIT);
  await addRequests(database, organization, { rows: large, days: REQUEST_DAYS });
  await command('webhook', 'create', organization.id, `${server.url}/hook`, '--types', 'group.*');
  return organization;
}

/** @returns the cookie of an operator's session */
async function signedIn(server, database) {
  const { link } = await muster(database.url, server.url, 'account', 'create', EMAIL, '--name', 'Ada Lovelace');
  const [, token] = /token=(.*)$/.exec(link);
  const answer = await fetch(`${server.url}/api/v1/welcome`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ token, name: 'Ada Lovelace', password: PASSWORD }),
  });
  const [, name, value] = /^([^=]+)=([^;]*)/.exec(answer.headers.getSetCookie()[0]);
  return { name, value, url: server.url };
}

/** Timelines are complete once the server has read all events for them. */
async function historyRead({ url }, { id, users }, { name, value }) {
  const path = `${url}/api/v1/organizations/${id}/members/${users[0].id}/timeline?limit=1`;
  const ask = async () => (await fetch(path, { headers: { Cookie: `${name}=${value}` } })).json();
  while (!(await ask()).isComplete) await delay(REST_MS);
}

/** The pages, each with something that only the server can have told. */
function pagesOf({ id, keyId, people, users, groups }, { url }) {
  const text = (words, options) => (page) => page.getByText(words, options);
  const row = (words) => (page) => page.getByRole('row').filter({ hasText: words });
  const at = `/o/${id}`;
  return {
    Overview: { path: at, shows: text((people * 0.98).toLocaleString('en'), { exact: true }) },
    'SCIM provisioning': { path: `${at}/scim`, shows: row(keyId) },
    People: { path: `${at}/people`, shows: row(users[0].userName) },
    'A person': { path: `${at}/people/${users[0].id}`, shows: text(/^title changed by/) },
    Groups: { path: `${at}/groups`, shows: row('Group 1') },
    'The largest group': { path: `${at}/groups/${groups[LARGEST]}`, shows: text(/^Members: /) },
    Requests: { path: `${at}/requests`, shows: row('/Users') },
    'Requests that failed': { path: `${at}/requests?status=4xx`, shows: row('There is no such user') },
    'Requests that failed by the server': { path: `${at}/requests?status=5xx`, shows: text('Show more') },
    Audit: { path: `${at}/audit`, shows: row('user.updated') },
    Webhooks: { path: `${at}/webhooks`, shows: text(`${url}/hook`) },
    Settings: { path: `${at}/settings`, shows: text('Days for which requests are kept') },
    Admins: { path: `${at}/admins`, shows: row(EMAIL) },
    'Your account': { path: '/account', shows: row('this browser') },
    Organizations: { path: '/organizations', shows: row(`Population of ${people}`) },
  };
}

/** One visit, the program loaded anew: how long until something is seen, and what it cost on the way. */
async function load(page, address, shows, { server, database }) {
  await page.goto('about:blank');
  const before = { server: server.cpu(), ...(await database.used()) };
  const start = performance.now();
  await page.goto(address, { waitUntil: 'commit' });
  await shows(page).first().waitFor();
  const p50 = performance.now() - start;
  await delay(REST_MS);
  const { cpu, statements } = await database.used();
  const serverCpu = server.cpu() - before.server;
  return { p50, serverCpu, databaseCpu: cpu - before.cpu, statements: statements - before.statements };
}

function medianOf(loads) {
  const middle = (list) => list.toSorted((left, right) => left - right)[Math.floor(list.length / 2)];
  return Object.fromEntries(Object.keys(loads[0]).map((name) => [name, middle(loads.map((each) => each[name]))]));
}
