import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Marks the groups that are in others already; from then on whoever nests a group marks it. */
export class MarkNestedGroups1764000000018 implements MigrationInterface {
  /** Nested groups are few; a single UPDATE with a subquery would look for each group among all members. */
  async up(runner: QueryRunner): Promise<void> {
    const nested = (await runner.query(
      'SELECT DISTINCT organizationId, nestedGroupId FROM group_members WHERE nestedGroupId IS NOT NULL',
    )) as { organizationId: string; nestedGroupId: string }[];
    for (const { organizationId, nestedGroupId } of nested)
      await runner.query('UPDATE user_groups SET isNested = 1 WHERE organizationId = ? AND id = ?', [
        organizationId,
        nestedGroupId,
      ]);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('UPDATE user_groups SET isNested = 0');
  }
}
