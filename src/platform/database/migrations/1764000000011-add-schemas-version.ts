import type { MigrationInterface, QueryRunner } from 'typeorm';

/** In plain SQL, because TypeORM would make the table anew on SQLite, and with it lose every row that refers to it. */
export class AddSchemasVersion1764000000011 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    if (await runner.hasColumn('organizations', 'schemasVersion')) return;
    await runner.query('ALTER TABLE organizations ADD COLUMN schemasVersion bigint NOT NULL DEFAULT 0');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE organizations DROP COLUMN schemasVersion');
  }
}
