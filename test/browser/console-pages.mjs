import { accessible } from './support/accessible.mjs';

const PAGES = {
  overview: '',
  scim: '/scim',
  people: '/people',
  groups: '/groups',
  requests: '/requests',
  audit: '/audit',
  webhooks: '/webhooks',
  settings: '/settings',
  extensions: '/settings/extensions',
  roles: '/settings/roles',
  'application-keys': '/settings/application-keys',
  admins: '/admins',
};
/** Of the height of a page by which its place may differ, before what is listed there is known. */
const TOLERANCE = 0.3;

/** Each page in both themes and on a phone. @param more pages, by their names */
export async function everyPage(ada, more, check) {
  const start = startOf(ada);
  const pages = Object.entries({ ...PAGES, ...more });
  for (const scheme of ['light', 'dark']) {
    await ada.page.emulateMedia({ colorScheme: scheme });
    for (const [name, path] of pages) {
      await opens(ada, start + path);
      await accessible(ada, `${name}, ${scheme}`, check);
      await ada.look(`console-${name}-${scheme}`);
    }
  }
  for (const page of ['account', 'organizations']) {
    await opens(ada, `${start.split('#')[0]}#/${page}`);
    await accessible(ada, `${page}, dark`, check);
  }
  await ada.page.setViewportSize({ width: 390, height: 844 });
  for (const [name, path] of pages) {
    await opens(ada, start + path);
    const overflow = await ada.page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
    check(`${name} fits a phone`, overflow <= 0);
    await ada.look(`console-${name}-phone`);
  }
  await ada.page.setViewportSize({ width: 1280, height: 900 });
  await ada.page.emulateMedia({ colorScheme: 'light' });
}

/** While the server thinks, a page has the place that it needs. */
export async function keepsHeights(ada, { person, group }, check) {
  const start = startOf(ada);
  const { overview, scim, settings, extensions } = PAGES;
  for (const [name, path] of Object.entries({ overview, scim, settings, extensions, person, group })) {
    let answer;
    const answered = new Promise((resolve) => (answer = resolve));
    const hold = (route) => answered.then(() => route.continue());
    await ada.page.goto('about:blank');
    await ada.page.route(/\/api\/v1\/organizations\/[^/]/, hold);
    await ada.goTo(start + path);
    const places = ada.page.getByRole('status', { name: 'Loading' });
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

const heightOf = (ada) => ada.page.evaluate(() => document.querySelector('#main > div').offsetHeight);

function startOf(ada) {
  return /^(.*#\/o\/[^/]+)/.exec(ada.page.url())[1];
}

async function opens(ada, url) {
  await ada.goTo(url);
  await ada.page.getByRole('heading', { level: 1 }).waitFor();
  await ada.page.waitForLoadState('networkidle');
}
