import { EntitySchema } from 'typeorm';
import type { EntityDefinition } from '../../platform/database/data-source-options.js';

/** That somebody was put into a group or taken out of it, as an event tells: the event found by its member. */
export interface MembershipHistoryRow {
  organizationId: string;
  memberId: string;
  /** Of the event. */
  sequence: number;
  time: number;
  groupId: string;
  isAdded: 0 | 1;
}

/** How far the events of an organization have been read for that. */
export interface MembershipHistoryPositionRow {
  organizationId: string;
  lastSequence: number;
}

export const membershipHistoryEntity: EntityDefinition = (types) =>
  new EntitySchema<MembershipHistoryRow>({
    name: 'membership_history',
    columns: {
      organizationId: { ...types.id, primary: true },
      memberId: { ...types.id, primary: true },
      sequence: { ...types.integer, primary: true },
      time: { ...types.integer },
      groupId: { ...types.id },
      isAdded: { ...types.flag },
    },
    foreignKeys: [
      {
        name: 'membership_history_fk_organization',
        target: 'organizations',
        columnNames: ['organizationId'],
        referencedColumnNames: ['id'],
        onDelete: 'CASCADE',
        onUpdate: 'CASCADE',
      },
    ],
  });

export const membershipHistoryPositionEntity: EntityDefinition = (types) =>
  new EntitySchema<MembershipHistoryPositionRow>({
    name: 'membership_history_positions',
    columns: {
      organizationId: { ...types.id, primary: true },
      lastSequence: { ...types.integer },
    },
    foreignKeys: [
      {
        name: 'membership_history_positions_fk_organization',
        target: 'organizations',
        columnNames: ['organizationId'],
        referencedColumnNames: ['id'],
        onDelete: 'CASCADE',
        onUpdate: 'CASCADE',
      },
    ],
  });
