import { EntitySchema } from 'typeorm';
import type { EntityDefinition } from '../../platform/database/data-source-options.js';

/**
 * One member of a group. `memberId` is the id of a user or of a nested group; the one of `userId` and `nestedGroupId`
 * that applies repeats it, so that the database refuses a member who is not there or belongs to somebody else.
 */
export interface MembershipRow {
  organizationId: string;
  groupId: string;
  memberId: string;
  userId: string | null;
  nestedGroupId: string | null;
}

export const membershipEntity: EntityDefinition = (types) =>
  new EntitySchema<MembershipRow>({
    name: 'group_members',
    columns: {
      organizationId: { ...types.id, primary: true },
      groupId: { ...types.id, primary: true },
      memberId: { ...types.id, primary: true },
      userId: { ...types.id, nullable: true },
      nestedGroupId: { ...types.id, nullable: true },
    },
    indices: [
      { name: 'group_members_user', columns: ['organizationId', 'userId'] },
      { name: 'group_members_nestedGroup', columns: ['organizationId', 'nestedGroupId'] },
    ],
    foreignKeys: [
      {
        name: 'group_members_fk_group',
        target: 'user_groups',
        columnNames: ['organizationId', 'groupId'],
        referencedColumnNames: ['organizationId', 'id'],
        onDelete: 'CASCADE',
        onUpdate: 'CASCADE',
      },
      {
        name: 'group_members_fk_user',
        target: 'users',
        columnNames: ['organizationId', 'userId'],
        referencedColumnNames: ['organizationId', 'id'],
        onDelete: 'CASCADE',
        onUpdate: 'CASCADE',
      },
      {
        name: 'group_members_fk_nestedGroup',
        target: 'user_groups',
        columnNames: ['organizationId', 'nestedGroupId'],
        referencedColumnNames: ['organizationId', 'id'],
        onDelete: 'CASCADE',
        onUpdate: 'CASCADE',
      },
    ],
  });
