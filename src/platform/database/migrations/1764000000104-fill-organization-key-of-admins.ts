import type { MigrationInterface, QueryRunner } from 'typeorm';

export class FillOrganizationKeyOfAdmins1764000000104 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(
      `UPDATE admins SET organizationKey = organizationId WHERE organizationId IS NOT NULL AND organizationKey = ''`,
    );
  }

  async down(): Promise<void> {
    // The column goes with the migration before.
  }
}
