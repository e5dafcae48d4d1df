/**
 * Writes docs/conformance.md from test/requirements.mjs; each test that it or docs/security-model.md names has to be there.
 * Usage: node scripts/conformance-table.mjs [--check]
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { format, resolveConfig } from 'prettier';
import { notConcerned, requirements } from '../test/requirements.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const page = join(root, 'docs/conformance.md');
const missing = [];

const sections = Object.entries(requirements).map(
  ([rfc, rows]) => `## ${rfc}\n\n| § | Demand | Test |\n| --- | --- | --- |\n${rows.map(row).join('\n')}\n`,
);
const text = `# Conformance

What the RFCs demand of a server with MUST, SHALL or REQUIRED, in our words, and the test that proves it on SQLite and on
MariaDB or MySQL. Written by \`npm run conformance:table\` from \`test/requirements.mjs\`; \`npm test\` runs the tests.

${sections.join('\n')}
## Not concerned

| RFC | § | Demand | Because |
| --- | --- | --- | --- |
${notConcerned.map((cells) => `| ${cells.join(' | ')} |`).join('\n')}
`;
const formatted = await format(text, { ...(await resolveConfig(page)), filepath: page });

const securityModel = readFileSync(join(root, 'docs/security-model.md'), 'utf8');
for (const [, path, title] of securityModel.matchAll(/`([\w/.-]+)` “([^”]+)”/g)) lookFor(path, title);
if (missing.length > 0) fail(`No such test:\n${missing.join('\n')}`);
if (!process.argv.includes('--check')) writeFileSync(page, formatted);
else if (!existsSync(page) || readFileSync(page, 'utf8') !== formatted)
  fail('docs/conformance.md is out of date: npm run conformance:table');

function row([section, demand, [file, title]]) {
  const path = join('test', file);
  lookFor(path, title);
  return `| ${section} | ${demand} | [${path}](../${path}) “${title.replaceAll('|', '\\|')}” |`;
}

function lookFor(path, title) {
  const source = existsSync(join(root, path)) ? readFileSync(join(root, path), 'utf8') : '';
  if (!source.includes(title)) missing.push(`${path}: ${title}`);
}

function fail(message) {
  console.error(message);
  process.exit(1);
}
