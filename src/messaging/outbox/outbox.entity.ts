import { EntitySchema } from 'typeorm';
import type { EntityDefinition } from '../../platform/database/data-source-options.js';

/**
 * What became of a message: not out yet, taken by the other side, given up, or called back before it was sent.
 */
export type MessageState = 'waiting' | 'sent' | 'dead' | 'withdrawn';

/**
 * A message to somewhere outside, written in the transaction of the change that it tells of.
 */
export interface OutboxRow {
  organizationId: string;
  id: string;
  channel: string;
  /** What a newer message of the organization replaces. */
  topic: string;
  state: MessageState;
  payload: string;
  createdAt: number;
  /** When it is to be looked at next: while it is leased, when the lease ends. Of a message that is out, when it was sent. */
  dueAt: number;
  attempts: number;
  leasedUntil: number | null;
  /** Who sends it: another name for every taking. */
  leasedBy: string | null;
  sentAt: number | null;
  lastError: string | null;
}

export const outboxEntity: EntityDefinition = (types) =>
  new EntitySchema<OutboxRow>({
    name: 'outbox',
    columns: {
      organizationId: { ...types.id, primary: true },
      id: { ...types.id, primary: true },
      channel: { ...types.key(16) },
      topic: { ...types.key(64) },
      state: { ...types.key(16) },
      payload: { ...types.document },
      createdAt: { ...types.integer },
      dueAt: { ...types.integer },
      attempts: { ...types.integer },
      leasedUntil: { ...types.integer, nullable: true },
      leasedBy: { ...types.key(64), nullable: true },
      sentAt: { ...types.integer, nullable: true },
      lastError: { ...types.label(200), nullable: true },
    },
    indices: [
      { name: 'outbox_due', columns: ['channel', 'state', 'dueAt', 'id'] },
      { name: 'outbox_topic', columns: ['organizationId', 'topic'] },
    ],
    foreignKeys: [
      {
        name: 'outbox_fk_organization',
        target: 'organizations',
        columnNames: ['organizationId'],
        referencedColumnNames: ['id'],
        onDelete: 'CASCADE',
        onUpdate: 'CASCADE',
      },
    ],
  });
