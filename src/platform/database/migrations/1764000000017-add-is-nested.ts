import type { MigrationInterface, QueryRunner } from 'typeorm';

/** In plain SQL, because TypeORM would make the table anew on SQLite, and with it lose every row that refers to it. */
export class AddIsNested1764000000017 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    if (await runner.hasColumn('user_groups', 'isNested')) return;
    await runner.query('ALTER TABLE user_groups ADD COLUMN isNested tinyint NOT NULL DEFAULT 0');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE user_groups DROP COLUMN isNested');
  }
}
