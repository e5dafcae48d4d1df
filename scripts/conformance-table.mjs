/**
 * Writes docs/conformance.md from test/requirements.mjs, and the tables of rules and faults in docs/security-model.md from
 * test/immunity.mjs. Each test that they or docs/security-model.md name has to be there, by its title.
 * Usage: node scripts/conformance-table.mjs [--check]
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { format, resolveConfig } from 'prettier';
import { faults, immunity } from '../test/immunity.mjs';
import { notConcerned, requirements } from '../test/requirements.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
/** What stands between these two lines of a page is written here. */
const GENERATED = /(<!-- generated -->\n)[^]*(<!-- end -->)/;
/** What a test is called: the first argument of the call that declares it, also behind a table of cases, and the name of a case. */
const TITLE = /(?:\b(?:test|it|describe|check|step)\(|[)\]`]\(|\[)\s*(['"`])((?:\\.|(?!\1)[^])*)\1/g;
const titles = new Map();
const missing = [];

const sections = Object.entries(requirements).map(
  ([rfc, rows]) => `## ${rfc}\n\n| § | Demand | Test |\n| --- | --- | --- |\n${rows.map(row).join('\n')}\n`,
);
const conformance = `# Conformance

What the RFCs demand of a server with MUST, SHALL or REQUIRED, in our words, and the test that proves it on SQLite and on
MariaDB or MySQL. Written by \`npm run conformance:table\` from \`test/requirements.mjs\`; \`npm test\` runs the tests.

${sections.join('\n')}
## Not concerned

| RFC | § | Demand | Because |
| --- | --- | --- | --- |
${notConcerned.map((cells) => `| ${cells.join(' | ')} |`).join('\n')}
`;

const securityModel = read('docs/security-model.md');
for (const [, path, title] of securityModel.replace(GENERATED, '').matchAll(/`([\w/.-]+)` “([^”]+)”/g))
  lookFor(path, title);
const rules = Object.values(immunity).flat();
const proven = `
${countOf(rules)} of ${rules.length} rules and ${countOf(faults)} of ${faults.length} faults have their test.

${Object.entries(immunity)
  .map(
    ([where, rows]) =>
      `### ${where}\n\n| Seen at | What holds here | Test |\n| --- | --- | --- |\n${rows.map(row).join('\n')}\n`,
  )
  .join('\n')}
### Faults

| Fault | What holds | Test |
| --- | --- | --- |
${faults.map(row).join('\n')}
`;

await write('docs/conformance.md', conformance);
await write(
  'docs/security-model.md',
  securityModel.replace(GENERATED, (_, start, end) => start + proven + end),
);
if (missing.length > 0) fail(`No such test:\n${missing.join('\n')}`);

async function write(path, text) {
  const page = join(root, path);
  const formatted = await format(text, { ...(await resolveConfig(page)), filepath: page });
  if (missing.length > 0) return;
  if (!process.argv.includes('--check')) writeFileSync(page, formatted);
  else if (read(path) !== formatted) fail(`${path} is out of date: npm run conformance:table`);
}

function countOf(rows) {
  return rows.filter(([, , proof]) => Array.isArray(proof)).length;
}

/** @param proof file and title of a test, or why there is none */
function row([first, second, proof]) {
  return `| ${first} | ${second} | ${Array.isArray(proof) ? proofText(proof) : proof} |`;
}

function proofText([file, title]) {
  const path = join('test', file);
  lookFor(path, title);
  return `[${path}](../${path}) “${title.replaceAll('|', '\\|')}”`;
}

/** A title may be named by the part of it that tells it from others. */
function lookFor(path, title) {
  if (!titles.has(path))
    titles.set(
      path,
      [...read(path).matchAll(TITLE)].map(([, , text]) => text.replaceAll('\\', '')),
    );
  if (!titles.get(path).some((text) => text.includes(title))) missing.push(`${path}: ${title}`);
}

function read(path) {
  return existsSync(join(root, path)) ? readFileSync(join(root, path), 'utf8') : '';
}

function fail(message) {
  console.error(message);
  process.exit(1);
}
