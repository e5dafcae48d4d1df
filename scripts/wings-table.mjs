/** Writes the table of wings in docs/architecture.md from scripts/wings.mjs. Usage: node scripts/wings-table.mjs [--check] */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { format, resolveConfig } from 'prettier';
import { wings } from './wings.mjs';

const PAGE = 'docs/architecture.md';
const GENERATED = /(<!-- wings -->\n)[^]*(<!-- end -->)/;

const missing = wings.filter(([folder]) => !existsSync(`src/${folder}`));
if (missing.length > 0) throw new Error(`There is no src/${missing[0][0]}: correct scripts/wings.mjs`);
const rows = wings.toReversed().map(([folder, holds]) => `| \`src/${folder}\` | ${holds} |`);
const table = `\n| Wing | What is there |\n| --- | --- |\n${rows.join('\n')}\n\n`;
const page = readFileSync(PAGE, 'utf8');
const written = await format(
  page.replace(GENERATED, (_, start, end) => start + table + end),
  {
    ...(await resolveConfig(PAGE)),
    filepath: PAGE,
  },
);
if (process.argv.includes('--check')) {
  if (page !== written) {
    console.error(`${PAGE} does not show the wings as they are: run "npm run wings:table"`);
    process.exitCode = 1;
  }
} else writeFileSync(PAGE, written);
