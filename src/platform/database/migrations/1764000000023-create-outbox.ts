import type { MigrationInterface, QueryRunner } from 'typeorm';
import { createTable, dropTable } from './create-table.js';

/** As in `tell-sqlite-the-spread.ts`. */
const SPREAD: readonly (readonly [index: string, rows: string])[] = [
  ['sqlite_autoindex_outbox_1', '1000000 100000 1'],
  ['outbox_due', '1000000 1000000 250000 2 1'],
  ['outbox_topic', '1000000 100000 2'],
];

export class CreateOutbox1764000000023 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await createTable(runner, 'outbox', (types) => ({
      columns: {
        organizationId: { ...types.id, isPrimary: true },
        id: { ...types.id, isPrimary: true },
        channel: { ...types.key(16) },
        topic: { ...types.key(64) },
        state: { ...types.key(16) },
        payload: { ...types.document },
        createdAt: { ...types.integer },
        dueAt: { ...types.integer },
        attempts: { ...types.integer },
        leasedUntil: { ...types.integer, isNullable: true },
        leasedBy: { ...types.key(64), isNullable: true },
        sentAt: { ...types.integer, isNullable: true },
        lastError: { ...types.label(200), isNullable: true },
      },
      indices: [
        { name: 'outbox_due', columnNames: ['channel', 'state', 'dueAt', 'id'] },
        { name: 'outbox_topic', columnNames: ['organizationId', 'topic'] },
      ],
      foreignKeys: [
        {
          name: 'outbox_fk_organization',
          columnNames: ['organizationId'],
          referencedTableName: 'organizations',
          referencedColumnNames: ['id'],
          onDelete: 'CASCADE',
          onUpdate: 'CASCADE',
        },
      ],
    }));
    if (runner.connection.options.type !== 'better-sqlite3') return;
    await runner.query("DELETE FROM sqlite_stat1 WHERE tbl = 'outbox'");
    for (const [index, rows] of SPREAD)
      await runner.query("INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES ('outbox', ?, ?)", [index, rows]);
    await runner.query('ANALYZE sqlite_schema');
  }

  down(runner: QueryRunner): Promise<void> {
    return dropTable(runner, 'outbox');
  }
}
