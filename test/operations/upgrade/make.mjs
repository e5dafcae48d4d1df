/** Makes the databases that `../upgrade.e2e-spec.ts` migrates, as README.md says. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import Database from 'better-sqlite3';
import { startMariadb } from '../../support/mariadb.mjs';
import { filled } from './fill.mjs';
import { Former, MAIL } from './former.mjs';
import { answersTo } from './questions.mjs';
import { mysqlText } from './mysql-text.mjs';

const [place] = process.argv.slice(2);
if (!place) throw new Error('Say where a built checkout is: node test/operations/upgrade/make.mjs <folder>');

const folder = mkdtempSync(join(tmpdir(), 'muster-fixture-'));
await made('sqlite', `sqlite:${join(folder, 'muster.db')}`, () => new Database(join(folder, 'muster.db')).serialize());
const mariadb = await startMariadb();
await made('mysql', mariadb.url, () => mysqlText(mariadb.url));
await mariadb.stop();
rmSync(folder, { recursive: true });

async function made(name, url, content) {
  const former = new Former(place, folder, url);
  const known = await former.serving((server) => filled(server, former), MAIL);
  const takenAt = Date.now();
  stored(name, await content());
  const answers = await former.serving((server) => answersTo(server, former, known));
  stored(`${name}-answers`, JSON.stringify({ takenAt, known, answers }));
  console.log(`${name}: ${answers.length} answers`);
}

function stored(name, content) {
  writeFileSync(join(import.meta.dirname, `${name}.gz`), gzipSync(content, { level: 9 }));
}
