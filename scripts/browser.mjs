/**
 * Opens the pages of the built server in Chromium, and does there what people do.
 * Usage: [CHROMIUM=…] [SHOTS=folder for pictures] node scripts/browser.mjs [part …]
 */
import { register } from 'tsx/esm/api';
import { openChromium } from './chromium.mjs';
import { ensureBuilt } from './ensure-built.mjs';

await ensureBuilt();
register();
const parts = {
  'api-page': (await import('../test/browser/api-page.mjs')).apiPage,
  links: (await import('../test/browser/links.mjs')).links,
  story: (await import('../test/browser/story.mjs')).story,
  console: (await import('../test/browser/console.mjs')).adminConsole,
  decisions: (await import('../test/browser/decisions.mjs')).decisions,
  'openid-connect': (await import('../test/browser/openid-connect.mjs')).openIdConnect,
  onboarding: (await import('../test/browser/onboarding.mjs')).onboarding,
};
const chosen = process.argv.slice(2);
const total = { passed: 0, failed: 0 };

const browser = await openChromium();
for (const [name, part] of Object.entries(parts)) {
  if (chosen.length > 0 && !chosen.includes(name)) continue;
  try {
    await part(browser, check);
  } catch (error) {
    check(`${name} goes on to its end: ${error.message}`, false);
  }
}
await browser.close();
console.log(`${total.passed} passed, ${total.failed} failed`);
process.exit(total.failed === 0 ? 0 : 1);

function check(name, holds) {
  total[holds ? 'passed' : 'failed'] += 1;
  console.log(`${holds ? 'ok  ' : 'FAIL'} ${name.trim()}`);
}
