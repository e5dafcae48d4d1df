import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** Nothing that axe calls serious. */
export async function accessible({ page }, name, check) {
  await page.evaluate(AXE);
  const violations = await page.evaluate(async () => {
    const { violations: found } = await window.axe.run();
    return found.map(({ id, impact, nodes }) => ({ id, impact, first: nodes[0]?.html.slice(0, 160) }));
  });
  const serious = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical');
  check(`axe finds nothing serious: ${name} ${serious.length ? JSON.stringify(serious) : ''}`, serious.length === 0);
}
