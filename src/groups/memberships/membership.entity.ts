import { Entity, Index } from 'typeorm';
import { BelongsTo, Id } from '../../platform/database/columns.js';

/**
 * One member of a group. `memberId` is the id of a user or of a nested group; the one of `userId` and `nestedGroupId`
 * that applies repeats it, so that the database refuses a member who is not there or belongs to somebody else.
 */
@Entity('group_members')
@Index('group_members_user', ['organizationId', 'userId'])
@Index('group_members_nestedGroup', ['organizationId', 'nestedGroupId'])
@BelongsTo('group_members_fk_group', 'user_groups', { organizationId: 'organizationId', groupId: 'id' })
@BelongsTo('group_members_fk_user', 'users', { organizationId: 'organizationId', userId: 'id' })
@BelongsTo('group_members_fk_nestedGroup', 'user_groups', { organizationId: 'organizationId', nestedGroupId: 'id' })
export class Membership {
  @Id({ primary: true }) organizationId: string;
  @Id({ primary: true }) groupId: string;
  @Id({ primary: true }) memberId: string;
  @Id({ nullable: true }) userId: string | null;
  @Id({ nullable: true }) nestedGroupId: string | null;
}
