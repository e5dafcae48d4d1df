import type { MigrationInterface, QueryRunner } from 'typeorm';
import { createTable, dropTable } from './create-table.js';

export class CreateGroupMembers1764000000008 implements MigrationInterface {
  up(runner: QueryRunner): Promise<void> {
    return createTable(runner, 'group_members', (types) => ({
      columns: {
        organizationId: { ...types.id, isPrimary: true },
        groupId: { ...types.id, isPrimary: true },
        memberId: { ...types.id, isPrimary: true },
        userId: { ...types.id, isNullable: true },
        nestedGroupId: { ...types.id, isNullable: true },
      },
      indices: [
        { name: 'group_members_user', columnNames: ['organizationId', 'userId'] },
        { name: 'group_members_nestedGroup', columnNames: ['organizationId', 'nestedGroupId'] },
      ],
      foreignKeys: [
        {
          name: 'group_members_fk_group',
          columnNames: ['organizationId', 'groupId'],
          referencedTableName: 'user_groups',
          referencedColumnNames: ['organizationId', 'id'],
          onDelete: 'CASCADE',
          onUpdate: 'CASCADE',
        },
        {
          name: 'group_members_fk_user',
          columnNames: ['organizationId', 'userId'],
          referencedTableName: 'users',
          referencedColumnNames: ['organizationId', 'id'],
          onDelete: 'CASCADE',
          onUpdate: 'CASCADE',
        },
        {
          name: 'group_members_fk_nestedGroup',
          columnNames: ['organizationId', 'nestedGroupId'],
          referencedTableName: 'user_groups',
          referencedColumnNames: ['organizationId', 'id'],
          onDelete: 'CASCADE',
          onUpdate: 'CASCADE',
        },
      ],
    }));
  }

  down(runner: QueryRunner): Promise<void> {
    return dropTable(runner, 'group_members');
  }
}
