import { Entity, Index } from 'typeorm';
import { Flag, Key, OfOrganization } from '../platform/database/columns.js';
import { ResourceColumns } from '../scim/resource/resource.entity.js';

/**
 * Groups of organizations. Their members are rows of `group_members`. `isNested` is set once a
 * group has been a member of another, and stays: where it is not, nobody has to look for the outer ones.
 */
@Entity('user_groups')
@Index('user_groups_displayName', ['organizationId', 'displayNameKey'], { unique: true })
@Index('user_groups_externalId', ['organizationId', 'externalId'])
@Index('user_groups_lastModified', ['organizationId', 'lastModifiedAt'])
@OfOrganization('user_groups')
export class GroupRow extends ResourceColumns {
  @Key(1024) displayNameKey: string;
  @Flag({ default: 0 }) isNested: boolean;
}
