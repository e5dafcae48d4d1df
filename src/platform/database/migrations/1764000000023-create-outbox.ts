import type { QueryRunner } from 'typeorm';
import { newTable } from './new-table.js';
import {
  document,
  id,
  index,
  integer,
  key,
  label,
  nullable,
  organization,
  organizationKey,
  primary,
} from './schema.js';
import { type Spread, tellSpread } from './tell-spread.js';

const SPREAD: readonly Spread[] = [
  ['outbox', 'sqlite_autoindex_outbox_1', '1000000 100000 1'],
  ['outbox', 'outbox_due', '1000000 1000000 250000 2 1'],
  ['outbox', 'outbox_topic', '1000000 100000 2'],
];

const Outbox = newTable('outbox', {
  columns: {
    ...organizationKey,
    id: primary(id),
    channel: key(16),
    topic: key(64),
    state: key(16),
    payload: document,
    createdAt: integer,
    dueAt: integer,
    attempts: integer,
    leasedUntil: nullable(integer),
    leasedBy: nullable(key(64)),
    sentAt: nullable(integer),
    lastError: nullable(label(200)),
  },
  indexes: {
    outbox_due: index('channel', 'state', 'dueAt', 'id'),
    outbox_topic: index('organizationId', 'topic'),
  },
  belongsTo: [organization],
});

export class CreateOutbox1764000000023 extends Outbox {
  override async up(runner: QueryRunner): Promise<void> {
    await super.up(runner);
    await tellSpread(runner, SPREAD);
  }
}
