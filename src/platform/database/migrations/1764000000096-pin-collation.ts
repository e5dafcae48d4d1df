import type { MigrationInterface, QueryRunner } from 'typeorm';
import { dialectOfDataSource } from '../dialect/dialect-of.js';
import { pinCollation } from './pin-collation.js';

/** Gives Muster's collation to tables that were made without it, and to TypeORM's own. */
export class PinCollation1764000000096 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    if (dialectOfDataSource(runner.connection).name !== 'mysql') return;
    await runner.query('ALTER TABLE migrations CONVERT TO CHARACTER SET utf8mb4 COLLATE utf8mb4_bin');
    // The process that migrates holds a lock in migration_lock, which ALTER TABLE would wait for.
    const others = (await runner.query(
      `SELECT TABLE_NAME AS name FROM information_schema.TABLES WHERE TABLE_SCHEMA = DATABASE() AND TABLE_TYPE = 'BASE TABLE'
       AND TABLE_COLLATION <> 'utf8mb4_bin' AND TABLE_NAME <> 'migration_lock'`,
    )) as { name: string }[];
    for (const { name } of others) await pinCollation(runner, name);
  }

  async down(): Promise<void> {}
}
