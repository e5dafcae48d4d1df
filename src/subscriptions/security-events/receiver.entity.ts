import { EntitySchema } from 'typeorm';
import type { EntityDefinition } from '../../platform/database/data-source-options.js';

/** How far the application with a key has settled the events of its organization: all up to that sequence number. */
export interface SecurityEventReceiverRow {
  organizationId: string;
  keyId: string;
  settledTo: number;
}

/** An event beyond that, which was settled before an earlier one. */
export interface SettledSecurityEventRow {
  organizationId: string;
  keyId: string;
  sequence: number;
}

const ofApplicationKey = (table: string) => ({
  name: `${table}_fk_application_key`,
  target: 'application_keys',
  columnNames: ['organizationId', 'keyId'],
  referencedColumnNames: ['organizationId', 'id'],
  onDelete: 'CASCADE' as const,
  onUpdate: 'CASCADE' as const,
});

export const securityEventReceiverEntity: EntityDefinition = (types) =>
  new EntitySchema<SecurityEventReceiverRow>({
    name: 'security_event_receivers',
    columns: {
      organizationId: { ...types.id, primary: true },
      keyId: { ...types.key(16), primary: true },
      settledTo: { ...types.integer },
    },
    foreignKeys: [ofApplicationKey('security_event_receivers')],
  });

export const settledSecurityEventEntity: EntityDefinition = (types) =>
  new EntitySchema<SettledSecurityEventRow>({
    name: 'settled_security_events',
    columns: {
      organizationId: { ...types.id, primary: true },
      keyId: { ...types.key(16), primary: true },
      sequence: { ...types.integer, primary: true },
    },
    foreignKeys: [ofApplicationKey('settled_security_events')],
  });
