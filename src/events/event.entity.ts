import { EntitySchema } from 'typeorm';
import type { EntityDefinition } from '../platform/database/data-source-options.js';

/**
 * One change of an organization, written in the transaction that made it.
 */
export interface EventRow {
  organizationId: string;
  sequence: number;
  id: string;
  time: number;
  type: string;
  actor: string;
  requestId: string | null;
  resourceType: string;
  resourceId: string;
  data: string;
  /** The link of the chain, at the last of the events that were written together. */
  hash: string | null;
}

export const eventEntity: EntityDefinition = (types) =>
  new EntitySchema<EventRow>({
    name: 'events',
    columns: {
      organizationId: { ...types.id, primary: true },
      sequence: { ...types.integer, primary: true },
      id: { ...types.id },
      time: { ...types.integer },
      type: { ...types.key(64) },
      actor: { ...types.document },
      requestId: { ...types.key(64), nullable: true },
      resourceType: { ...types.key(32) },
      resourceId: { ...types.key(64) },
      data: { ...types.document },
      hash: { ...types.key(64), nullable: true },
    },
    indices: [{ name: 'events_resource', columns: ['organizationId', 'resourceType', 'resourceId'] }],
    foreignKeys: [
      {
        name: 'events_fk_organization',
        target: 'organizations',
        columnNames: ['organizationId'],
        referencedColumnNames: ['id'],
        onDelete: 'CASCADE',
        onUpdate: 'CASCADE',
      },
    ],
  });
