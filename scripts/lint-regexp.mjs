/**
 * `npm run lint:regexp`: proves that every regular expression of the program takes linear time, whatever it is given, and
 * names those that do not; with `-- --list`, all of them. Patterns that are put together while the program runs cannot be proved: the files that have
 * them are listed here.
 */
import { readFileSync } from 'node:fs';
import { checkSync } from 'recheck';
import ts from 'typescript';

const FOLDERS = ['src', 'pages', 'console'];
/** Files with `new RegExp`: patterns of fixed length that have to match from the beginning. */
const PUT_TOGETHER = new Set(['src/scim-auth/key-format.ts', 'src/onboarding/keys/age.ts']);
/** The seconds that one may take here say nothing about it: there is no limit, and no chance in it. */
const EXHAUSTIVE = { timeout: null, randomSeed: 0, recallTimeout: null };

const seen = new Map();
const faults = [];
for (const file of FOLDERS.flatMap((folder) => ts.sys.readDirectory(folder, ['.ts', '.tsx']))) {
  if (!file.endsWith('.spec.ts')) visit(ts.createSourceFile(file, readFileSync(file, 'utf8'), ts.ScriptTarget.Latest));
}
for (const fault of faults) console.error(fault);
console.log(`${seen.size} regular expressions, ${faults.length} faults`);
process.exit(faults.length > 0 ? 1 : 0);

function visit(source) {
  const look = (node) => {
    if (ts.isRegularExpressionLiteral(node)) check(node.text, source.fileName);
    const isCall = ts.isNewExpression(node) || ts.isCallExpression(node);
    if (isCall && node.expression.text === 'RegExp' && !PUT_TOGETHER.has(source.fileName))
      faults.push(`${source.fileName}: RegExp(…) cannot be proved: write a literal`);
    ts.forEachChild(node, look);
  };
  look(source);
}

function check(text, file) {
  if (process.argv.includes('--list')) console.log(`${file}: ${text}`);
  if (!seen.has(text)) seen.set(text, verdictOn(text));
  const verdict = seen.get(text);
  if (verdict !== 'safe') faults.push(`${file}: ${text} is ${verdict}`);
}

/** A sticky expression is tried at one place only, as one that has to match from the beginning. */
function verdictOn(text) {
  const end = text.lastIndexOf('/');
  const [pattern, flags] = [text.slice(1, end), text.slice(end + 1)];
  const isSticky = flags.includes('y');
  const { status, complexity, error } = checkSync(
    isSticky ? `^(?:${pattern})` : pattern,
    flags.replace('y', ''),
    EXHAUSTIVE,
  );
  return status === 'safe' ? 'safe' : `${status} (${complexity?.summary ?? error?.kind})`;
}
