import { type MigrationInterface, type QueryRunner, TableIndex } from 'typeorm';
import { addColumns, dropColumns } from './add-columns.js';

const PAGE = 500;
/** In characters: four bytes each have room in the column. */
const KEY_LENGTH = 200;
const INDEX = new TableIndex({ name: 'organizations_name', columnNames: ['nameKey', 'id'] });

/** Organizations are looked for by how their name begins. */
export class AddOrganizationNameKey1764000000067 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await addColumns(runner, 'organizations', (types) => ({ nameKey: { ...types.key(800), isNullable: true } }));
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
    const table = await runner.getTable('organizations');
    if (!table!.indices.some(({ name }) => name === INDEX.name)) await runner.createIndex('organizations', INDEX);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.dropIndex('organizations', INDEX);
    await dropColumns(runner, 'organizations', ['nameKey']);
  }
}

/** As names were compared when this migration was written. */
function nameKeyOf(name: string): string {
  const key = name.normalize('NFKC').toLowerCase().replaceAll('ς', 'σ').normalize('NFKC');
  return [...key].slice(0, KEY_LENGTH).join('');
}
