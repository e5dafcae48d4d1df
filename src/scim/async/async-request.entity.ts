import { EntitySchema } from 'typeorm';
import type { EntityDefinition } from '../../platform/database/data-source-options.js';

/** The requests of an organization that are to be carried out one after the other, and who does it. */
export interface AsyncQueueRow {
  organizationId: string;
  /** Of the last request that was taken. */
  lastSequence: number;
  /** Requests that are not done. */
  waiting: number;
  /** That they take, all together. */
  bytes: number;
  /** When the queue is to be looked at: while it is leased, when the lease ends. Null while nothing waits and nobody has it. */
  dueAt: number | null;
  /** Another name for every taking. */
  leasedBy: string | null;
}

/** A request that was answered before it is carried out. It goes with the last of its operations. */
export interface AsyncRequestRow {
  organizationId: string;
  /** Its place in the queue. */
  sequence: number;
  /** What the client knows it by (RFC 9967 §3). */
  id: string;
  createdAt: number;
  keyId: string;
  requestId: string;
  bytes: number;
  /** A letter an operation: w, d or f for waiting, done or failed. */
  states: string;
  /** Sealed: a body may hold passwords. */
  payload: string;
}

const ofOrganization = (table: string) => ({
  name: `${table}_fk_organization`,
  target: 'organizations',
  columnNames: ['organizationId'],
  referencedColumnNames: ['id'],
  onDelete: 'CASCADE' as const,
  onUpdate: 'CASCADE' as const,
});

export const asyncQueueEntity: EntityDefinition = (types) =>
  new EntitySchema<AsyncQueueRow>({
    name: 'async_queues',
    columns: {
      organizationId: { ...types.id, primary: true },
      lastSequence: { ...types.integer },
      waiting: { ...types.integer },
      bytes: { ...types.integer },
      dueAt: { ...types.integer, nullable: true },
      leasedBy: { ...types.key(64), nullable: true },
    },
    indices: [{ name: 'async_queues_due', columns: ['dueAt', 'organizationId'] }],
    foreignKeys: [ofOrganization('async_queues')],
  });

export const asyncRequestEntity: EntityDefinition = (types) =>
  new EntitySchema<AsyncRequestRow>({
    name: 'async_requests',
    columns: {
      organizationId: { ...types.id, primary: true },
      sequence: { ...types.integer, primary: true },
      id: { ...types.id },
      createdAt: { ...types.integer },
      keyId: { ...types.key(16) },
      requestId: { ...types.key(64) },
      bytes: { ...types.integer },
      states: { ...types.key(1_000) },
      payload: { ...types.document },
    },
    foreignKeys: [ofOrganization('async_requests')],
  });
