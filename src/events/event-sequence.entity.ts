import { EntitySchema } from 'typeorm';
import type { EntityDefinition } from '../platform/database/data-source-options.js';

/**
 * The last sequence number given to an event of an organization, and the two ends of the chain of its events. Apart from
 * the organization's own row, which foreign keys lock in every insert.
 */
export interface EventSequenceRow {
  organizationId: string;
  lastSequence: number;
  /** Of the last event. */
  lastHash: string;
  /** The last event that the chain does not hold: 0, or one from before there was a chain, or the last that was removed. */
  anchorSequence: number;
  /** What the first link goes on from. */
  anchorHash: string;
}

export const eventSequenceEntity: EntityDefinition = (types) =>
  new EntitySchema<EventSequenceRow>({
    name: 'event_sequences',
    columns: {
      organizationId: { ...types.id, primary: true },
      lastSequence: { ...types.integer },
      lastHash: { ...types.key(64), default: '' },
      anchorSequence: { ...types.integer, default: 0 },
      anchorHash: { ...types.key(64), default: '' },
    },
    foreignKeys: [
      {
        name: 'event_sequences_fk_organization',
        target: 'organizations',
        columnNames: ['organizationId'],
        referencedColumnNames: ['id'],
        onDelete: 'CASCADE',
        onUpdate: 'CASCADE',
      },
    ],
  });
