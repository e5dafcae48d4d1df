import { Entity } from 'typeorm';
import { Flag, Id, Instant, Integer, OfOrganization } from '../../platform/database/columns.js';

/** That somebody was put into a group or taken out of it, as an event tells: the event found by its member. */
@Entity('membership_history')
@OfOrganization('membership_history')
export class MembershipChange {
  @Id({ primary: true }) organizationId: string;
  @Id({ primary: true }) memberId: string;
  @Integer({ primary: true }) sequence: number;
  @Instant() time: number;
  @Id() groupId: string;
  @Flag() isAdded: boolean;
}

/** How far the events of an organization have been read for that. */
@Entity('membership_history_positions')
@OfOrganization('membership_history_positions')
export class MembershipHistoryPosition {
  @Id({ primary: true }) organizationId: string;
  @Integer() lastSequence: number;
}
