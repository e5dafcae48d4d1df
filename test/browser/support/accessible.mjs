import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const PHONE = { width: 390, height: 844 };
const LAYOUT_MS = 5_000;

/** Nothing that axe calls serious, once what comes in slowly is there. */
export async function accessible({ page }, name, check) {
  await page.evaluate(settled);
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(AXE);
  const violations = await page.evaluate(async () => {
    const { violations: found } = await window.axe.run();
    return found.map(({ id, impact, nodes }) => ({ id, impact, first: nodes[0]?.html.slice(0, 160) }));
  });
  const serious = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical');
  check(`axe finds nothing serious: ${name} ${serious.length ? JSON.stringify(serious) : ''}`, serious.length === 0);
}

/** In a page: the theme is taken, which scripts hear of with the next frame, and colours that change slowly have changed. */
async function settled() {
  const nextFrame = () => new Promise((resolve) => requestAnimationFrame(resolve));
  await nextFrame();
  await nextFrame();
  const transitions = document.getAnimations().filter((animation) => animation instanceof CSSTransition);
  await Promise.allSettled(transitions.map(({ finished }) => finished));
}

/** What is shown now: in both themes, and on a phone; the page stays open. */
export async function presentable(person, name, check) {
  const { page } = person;
  await page.bringToFront();
  for (const colorScheme of ['dark', 'light']) {
    await page.emulateMedia({ colorScheme });
    await accessible(person, `${name}, ${colorScheme}`, check);
    await person.look(`${name}-${colorScheme}`);
  }
  const size = page.viewportSize();
  await page.setViewportSize(PHONE);
  const fits = page.waitForFunction(() => document.documentElement.scrollWidth <= window.innerWidth, undefined, {
    timeout: LAYOUT_MS,
  });
  check(`${name} fits a phone`, await fits.then(Boolean, () => false));
  await person.look(`${name}-phone`);
  await page.setViewportSize(size);
}
