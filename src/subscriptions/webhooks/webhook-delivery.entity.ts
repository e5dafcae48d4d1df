import { EntitySchema } from 'typeorm';
import type { EntityDefinition } from '../../platform/database/data-source-options.js';

/** One attempt to deliver an event to an endpoint, and what it came to. */
export interface WebhookDeliveryRow {
  organizationId: string;
  endpointId: string;
  /** A UUIDv7 of its end. */
  id: string;
  eventId: string;
  /** Of the event; null for a test, which has no place in the sequence. */
  sequence: number | null;
  /** Counted from 1 for each event. */
  attempt: number;
  /** When it began. */
  time: number;
  durationMs: number;
  /** Of the answer; null when none came. */
  status: number | null;
  /** Why it failed; null when the event was taken. */
  error: string | null;
  /** How the answer begins. */
  answer: string | null;
}

export const webhookDeliveryEntity: EntityDefinition = (types) =>
  new EntitySchema<WebhookDeliveryRow>({
    name: 'webhook_deliveries',
    columns: {
      organizationId: { ...types.id, primary: true },
      endpointId: { ...types.id, primary: true },
      id: { ...types.id, primary: true },
      eventId: { ...types.id },
      sequence: { ...types.integer, nullable: true },
      attempt: { ...types.integer },
      time: { ...types.integer },
      durationMs: { ...types.integer },
      status: { ...types.integer, nullable: true },
      error: { ...types.label(200), nullable: true },
      answer: { ...types.label(1_000), nullable: true },
    },
    foreignKeys: [
      {
        name: 'webhook_deliveries_fk_endpoint',
        target: 'webhook_endpoints',
        columnNames: ['organizationId', 'endpointId'],
        referencedColumnNames: ['organizationId', 'id'],
        onDelete: 'CASCADE',
        onUpdate: 'CASCADE',
      },
    ],
  });
