import { presentable } from './support/accessible.mjs';

/** What the story does not pass. */
const OTHERS = {
  audit: '/audit',
  webhooks: '/webhooks',
  settings: '/settings',
  extensions: '/settings/extensions',
  roles: '/settings/roles',
  'application-keys': '/settings/application-keys',
  admins: '/admins',
};
/** What comes in places whose heights differ. */
const PLACED = { overview: '', scim: '/scim', settings: '/settings', extensions: '/settings/extensions' };
/** Of the height of a page by which its place may differ, before what is listed there is known. */
const TOLERANCE = 0.3;

/** Pages that nothing is done on. */
export async function otherPages(ada, check) {
  const start = startOf(ada);
  const outer = ['account', 'organizations'].map((page) => [page, `${start.split('#')[0]}#/${page}`]);
  const inner = Object.entries(OTHERS).map(([name, path]) => [name, start + path]);
  for (const [name, url] of [...outer, ...inner]) {
    await opens(ada, url);
    await presentable(ada, `console-${name}`, check);
  }
}

/** While the server thinks, a page has the place that it needs. */
export async function keepsHeights(ada, { person, group }, check) {
  const start = startOf(ada);
  for (const [name, path] of Object.entries({ ...PLACED, person, group })) {
    let answer;
    const answered = new Promise((resolve) => (answer = resolve));
    const hold = (route) => answered.then(() => route.continue());
    await ada.page.goto('about:blank');
    await ada.page.route(/\/api\/v1\/organizations\/[^/]/, hold);
    await ada.goTo(start + path);
    // Before the frame of the page is there, a place of its own stands for all of it.
    const places = ada.page.locator('#main').getByRole('status', { name: 'Loading' });
    await places.first().waitFor();
    await ada.look(`console-${name}-waits`);
    const before = await heightOf(ada);
    answer();
    await ada.page.getByRole('heading', { level: 1 }).waitFor();
    await ada.page.waitForLoadState('networkidle');
    await ada.page.waitForFunction(() => document.querySelectorAll('[role=status][aria-label=Loading]').length === 0);
    const after = await heightOf(ada);
    const isKept = Math.abs(after - before) <= TOLERANCE * after;
    check(`${name} does not jump: ${before} and ${after} pixels`, isKept);
    await ada.page.unroute(/\/api\/v1\/organizations\/[^/]/, hold);
  }
}

const heightOf = (ada) => ada.page.locator('#main > div').evaluate((page) => page.offsetHeight);

function startOf(ada) {
  return /^(.*#\/o\/[^/]+)/.exec(ada.page.url())[1];
}

async function opens(ada, url) {
  await ada.goTo(url);
  await ada.page.getByRole('heading', { level: 1 }).waitFor();
  await ada.page.waitForLoadState('networkidle');
}
