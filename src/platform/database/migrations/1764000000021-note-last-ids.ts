import type { MigrationInterface, QueryRunner } from 'typeorm';

const TABLES = { User: 'users', Group: 'user_groups', Role: 'roles', Entitlement: 'entitlements' };

/** Notes the greatest ids that are there already; from then on each write does so itself. */
export class NoteLastIds1764000000021 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    for (const [type, table] of Object.entries(TABLES)) {
      await runner.query(
        `UPDATE resource_counts SET lastId = COALESCE(
           (SELECT MAX(id) FROM ${table} WHERE ${table}.organizationId = resource_counts.organizationId), '')
         WHERE resourceType = '${type}'`,
      );
    }
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query("UPDATE resource_counts SET lastId = ''");
  }
}
