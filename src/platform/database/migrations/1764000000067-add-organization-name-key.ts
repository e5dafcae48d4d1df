import type { MigrationInterface, QueryRunner } from 'typeorm';
import { addColumns, dropColumns } from './new-columns.js';
import { addIndex, dropIndex } from './new-index.js';
import { index, key, nullable } from './schema.js';

const PAGE = 500;
/** In characters: four bytes each have room in the column. */
const KEY_LENGTH = 200;

/** Organizations are looked for by how their name begins. */
export class AddOrganizationNameKey1764000000067 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await addColumns(runner, 'organizations', { nameKey: nullable(key(800)) });
    for (let afterId = ''; ;) {
      const rows: { id: string; name: string }[] = await runner.query(
        `SELECT id, name FROM organizations WHERE id > ? AND nameKey IS NULL ORDER BY id LIMIT ${PAGE}`,
        [afterId],
      );
      for (const { id, name } of rows)
        await runner.query('UPDATE organizations SET nameKey = ? WHERE id = ?', [nameKeyOf(name), id]);
      if (rows.length < PAGE) break;
      afterId = rows.at(-1)!.id;
    }
    await addIndex(runner, 'organizations', 'organizations_name', index('nameKey', 'id'));
  }

  async down(runner: QueryRunner): Promise<void> {
    await dropIndex(runner, 'organizations', 'organizations_name');
    await dropColumns(runner, 'organizations', ['nameKey']);
  }
}

/** As names were compared when this migration was written. */
function nameKeyOf(name: string): string {
  const text = name.normalize('NFKC').toLowerCase().replaceAll('ς', 'σ').normalize('NFKC');
  return [...text].slice(0, KEY_LENGTH).join('');
}
