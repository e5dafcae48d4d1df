import type { MigrationInterface, QueryRunner } from 'typeorm';

const TABLES = { User: 'users', Group: 'user_groups', Role: 'roles', Entitlement: 'entitlements' };

/** Counts what is there already; from then on each write counts itself. */
export class CountResources1764000000016 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('DELETE FROM resource_counts');
    for (const [type, table] of Object.entries(TABLES)) {
      await runner.query(
        `INSERT INTO resource_counts (organizationId, resourceType, total)
         SELECT organizationId, '${type}', COUNT(*) FROM ${table} GROUP BY organizationId`,
      );
    }
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DELETE FROM resource_counts');
  }
}
