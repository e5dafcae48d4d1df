import sql, { join, raw, type Sql } from 'sql-template-tag';
import type { Connection, Transaction } from '../../../platform/database/connection.js';
import { storedEvents } from '../../../events/chained-events.js';
import type { StoredEvent } from '../../../events/event.entity.js';
import { BatchDigest } from '../../../events/event-chain.js';
import { takeSequence } from '../../../events/event-sequence.js';
import { userType } from '../../../users/user-type.js';
import { countCreated } from '../../../scim/resource/resource-counts.js';
import { markOf } from './people.js';

/** Length of the part of a UUIDv7 that tells its time: `01234567-89ab-`. */
const TIME_LENGTH = 14;
const ID = 'id';
const TEXT = 'text';
const TIME = 'time';
const SAME = 'same';
const SEQUENCE = 'sequence';
const LINK = 'link';

/** The tables that hold something of a person, and what a copy does with each column. */
const TABLES = {
  users: {
    organizationId: SAME,
    id: ID,
    userNameKey: TEXT,
    status: SAME,
    statusBeforeRevocation: SAME,
    externalId: TEXT,
    document: TEXT,
    searchKeys: TEXT,
    version: SAME,
    createdAt: TIME,
    lastModifiedAt: TIME,
    isAdmin: SAME,
    isProvisioned: SAME,
    provenAddress: SAME,
    invitationAddress: SAME,
    isHeld: SAME,
    activeChangedAt: SAME,
    needsApproval: SAME,
  },
  user_emails: {
    organizationId: SAME,
    userId: ID,
    position: SAME,
    valueKey: TEXT,
    typeKey: SAME,
    displayKey: SAME,
    isPrimary: SAME,
  },
  events: {
    organizationId: SAME,
    sequence: SEQUENCE,
    id: ID,
    time: TIME,
    type: SAME,
    actor: SAME,
    requestId: SAME,
    resourceType: SAME,
    resourceId: ID,
    data: TEXT,
    hash: LINK,
  },
} as const;

/** People of the first block, in the order of their ids. */
export interface Template {
  readonly organizationId: string;
  readonly ids: readonly string[];
  /** Events of their creation, in the same order, consecutive. */
  readonly events: readonly StoredEvent[];
  readonly time: number;
}

interface BlockCopy {
  /** From 1: the first block is the template. */
  readonly block: number;
  /** People in it. */
  readonly size: number;
  /** Milliseconds since 1970; another one for each block. */
  readonly time: number;
}

/** The events that tell of the creation of people who were created together. */
export async function creationsOf(
  connection: Connection,
  organizationId: string,
  userIds: readonly string[],
): Promise<StoredEvent[]> {
  const row = await connection.row<{ sequence: number }>(sql`
    SELECT MIN(sequence) AS sequence FROM events
    WHERE organizationId = ${organizationId} AND resourceType = 'User' AND resourceId = ${userIds[0]!}`);
  const first = Number(row!.sequence);
  return storedEvents(connection, organizationId, first - 1, first - 1 + userIds.length, userIds.length);
}

/** The id that the copy of a person has. @param time of the copy, in milliseconds since 1970 */
export function copiedId(id: string, time: number): string {
  return timePart(time) + id.slice(TIME_LENGTH);
}

/** Copies the first people of the template, with another mark in their names, in a few statements. */
export async function copyBlock(transaction: Transaction, template: Template, copy: BlockCopy): Promise<void> {
  const { block, size, time } = copy;
  const { organizationId, ids, events, time: templateTime } = template;
  const [firstSequence, lastSequence] = [events[0]!.sequence, events[size - 1]!.sequence];
  const copies: Readonly<Record<string, (column: Sql) => Sql>> = {
    [SAME]: (column) => column,
    [ID]: (column) => sql`CONCAT(${timePart(time)}, SUBSTR(${column}, ${TIME_LENGTH + 1}))`,
    [TEXT]: (column) => sql`REPLACE(${column}, ${markOf(0)}, ${markOf(block)})`,
    [TIME]: (column) => sql`${column} + ${time - templateTime}`,
    [SEQUENCE]: (column) => sql`${column} + (SELECT lastSequence FROM event_sequences
      WHERE organizationId = ${organizationId}) - ${lastSequence}`,
    [LINK]: () => sql`CASE WHEN sequence = ${lastSequence} THEN (SELECT lastHash FROM event_sequences
      WHERE organizationId = ${organizationId}) END`,
  };
  const copyOf = async (table: keyof typeof TABLES, key: Sql) => {
    const names = Object.keys(TABLES[table]).map(raw);
    const values = Object.entries(TABLES[table]).map(([name, kind]) => copies[kind]!(raw(name)));
    await transaction.execute(sql`
      INSERT INTO ${raw(table)} (${join(names)}) SELECT ${join(values)} FROM ${raw(table)}
      WHERE organizationId = ${organizationId} AND ${key}`);
  };
  const ofUsers = (id: string) => sql`${raw(id)} BETWEEN ${ids[0]!} AND ${ids[size - 1]!}`;
  await copyOf('users', ofUsers('id'));
  await copyOf('user_emails', ofUsers('userId'));
  await takeSequence(transaction, organizationId, size, digestOf(template, copy));
  await copyOf('events', sql`sequence BETWEEN ${firstSequence} AND ${lastSequence}`);
  const copied = ids.slice(0, size).map((id) => copiedId(id, time));
  await countCreated(transaction, organizationId, userType, copied);
}

/** Digest of the copied events, as the database computes it. */
function digestOf({ events, time: templateTime }: Template, { block, size, time }: BlockCopy): string {
  const digest = new BatchDigest();
  for (const event of events.slice(0, size))
    digest.add({
      ...event,
      id: copiedId(event.id, time),
      time: event.time + time - templateTime,
      resourceId: copiedId(event.resourceId, time),
      data: event.data.replaceAll(markOf(0), markOf(block)),
    });
  return digest.value();
}

/** The beginning of a UUIDv7 (RFC 9562 §5.7), up to its version. */
function timePart(time: number): string {
  const hex = time.toString(16).padStart(12, '0');
  return `${hex.slice(0, 8)}-${hex.slice(8)}-`;
}
