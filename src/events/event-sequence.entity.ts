import { EntitySchema } from 'typeorm';
import type { EntityDefinition } from '../database/data-source-options.js';

/**
 * The last sequence number given to an event of an organization. Apart from the organization's own row, which foreign
 * keys lock in every insert.
 */
export interface EventSequenceRow {
  organizationId: string;
  lastSequence: number;
}

export const eventSequenceEntity: EntityDefinition = (types) =>
  new EntitySchema<EventSequenceRow>({
    name: 'event_sequences',
    columns: {
      organizationId: { ...types.id, primary: true },
      lastSequence: { ...types.integer },
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
