import { EntitySchema } from 'typeorm';
import type { EntityDefinition } from '../../platform/database/data-source-options.js';

/** Why an endpoint is told nothing: somebody has switched it off, it has answered 410, or it has failed for days. */
export type DisabledBecause = 'switched_off' | 'gone' | 'failing';

/** Where the events of an organization are sent, and how far that has got. */
export interface WebhookEndpointRow {
  organizationId: string;
  id: string;
  label: string;
  url: string;
  /** `user.*,group.members_changed`; null for all. */
  types: string | null;
  /** What is sent: the name of a delivery format. */
  format: string;
  isEnabled: 0 | 1;
  disabledBecause: string | null;
  /** Counts the secrets: the current one is made from it, and so is the one before. */
  secretVersion: number;
  /** Until then the secret before signs too. */
  previousSecretUntil: number | null;
  createdAt: number;
  /** Of the last event that was delivered, or was of no wanted type. */
  lastSequence: number;
  /** That the next event has failed so far. */
  attempts: number;
  failingSince: number | null;
  lastError: string | null;
  lastDeliveredAt: number | null;
  /** When it is to be looked at next: while it is leased, when the lease ends. */
  dueAt: number;
  /** Who delivers: another name for every taking. */
  leasedBy: string | null;
}

export const webhookEndpointEntity: EntityDefinition = (types) =>
  new EntitySchema<WebhookEndpointRow>({
    name: 'webhook_endpoints',
    columns: {
      organizationId: { ...types.id, primary: true },
      id: { ...types.id, primary: true },
      label: { ...types.label(100) },
      url: { ...types.label(2_048) },
      types: { ...types.label(2_000), nullable: true },
      format: { ...types.key(32) },
      isEnabled: { ...types.flag },
      disabledBecause: { ...types.key(16), nullable: true },
      secretVersion: { ...types.integer },
      previousSecretUntil: { ...types.integer, nullable: true },
      createdAt: { ...types.integer },
      lastSequence: { ...types.integer },
      attempts: { ...types.integer },
      failingSince: { ...types.integer, nullable: true },
      lastError: { ...types.label(200), nullable: true },
      lastDeliveredAt: { ...types.integer, nullable: true },
      dueAt: { ...types.integer },
      leasedBy: { ...types.key(64), nullable: true },
    },
    indices: [
      { name: 'webhook_endpoints_due', columns: ['isEnabled', 'dueAt', 'organizationId', 'id', 'lastSequence'] },
    ],
    foreignKeys: [
      {
        name: 'webhook_endpoints_fk_organization',
        target: 'organizations',
        columnNames: ['organizationId'],
        referencedColumnNames: ['id'],
        onDelete: 'CASCADE',
        onUpdate: 'CASCADE',
      },
    ],
  });
