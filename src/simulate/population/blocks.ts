import sql, { join, raw, type Sql } from 'sql-template-tag';
import type { Connection, Transaction } from '../../database/connection.js';
import { userType } from '../../users/user-type.js';
import { countCreated } from '../../scim/resource/resource-counts.js';
import { markOf } from './people.js';

/** Length of the part of a UUIDv7 that tells its time: `01234567-89ab-`. */
const TIME_LENGTH = 14;
const ID = 'id';
const TEXT = 'text';
const TIME = 'time';
const SAME = 'same';
const SEQUENCE = 'sequence';

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
    isHeld: SAME,
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
  },
} as const;

/** People of the first block, in the order of their ids. */
export interface Template {
  readonly organizationId: string;
  readonly ids: readonly string[];
  /** Sequence number of the event of the first of them. */
  readonly firstSequence: number;
  readonly time: number;
}

export interface BlockCopy {
  /** From 1: the first block is the template. */
  readonly block: number;
  /** People in it. */
  readonly size: number;
  /** Milliseconds since 1970; another one for each block. */
  readonly time: number;
}

/** The sequence number of the event that tells of a person's creation. */
export async function sequenceOf(connection: Connection, organizationId: string, userId: string): Promise<number> {
  const row = await connection.row<{ sequence: number }>(sql`
    SELECT MIN(sequence) AS sequence FROM events
    WHERE organizationId = ${organizationId} AND resourceType = 'User' AND resourceId = ${userId}`);
  return Number(row!.sequence);
}

/** The id that the copy of a person has. @param time of the copy, in milliseconds since 1970 */
export function copiedId(id: string, time: number): string {
  return timePart(time) + id.slice(TIME_LENGTH);
}

/** Copies the first people of the template, with another mark in their names, in a few statements. */
export async function copyBlock(
  transaction: Transaction,
  template: Template,
  { block, size, time }: BlockCopy,
): Promise<void> {
  const { organizationId, ids, firstSequence, time: templateTime } = template;
  const copies: Readonly<Record<string, (column: Sql) => Sql>> = {
    [SAME]: (column) => column,
    [ID]: (column) => sql`CONCAT(${timePart(time)}, SUBSTR(${column}, ${TIME_LENGTH + 1}))`,
    [TEXT]: (column) => sql`REPLACE(${column}, ${markOf(0)}, ${markOf(block)})`,
    [TIME]: (column) => sql`${column} + ${time - templateTime}`,
    [SEQUENCE]: (column) => sql`${column} + (SELECT lastSequence FROM event_sequences
      WHERE organizationId = ${organizationId}) - ${firstSequence + size - 1}`,
  };
  const copy = async (table: keyof typeof TABLES, key: Sql) => {
    const names = Object.keys(TABLES[table]).map(raw);
    const values = Object.entries(TABLES[table]).map(([name, kind]) => copies[kind]!(raw(name)));
    await transaction.execute(sql`
      INSERT INTO ${raw(table)} (${join(names)}) SELECT ${join(values)} FROM ${raw(table)}
      WHERE organizationId = ${organizationId} AND ${key}`);
  };
  const ofUsers = (id: string) => sql`${raw(id)} BETWEEN ${ids[0]!} AND ${ids[size - 1]!}`;
  await copy('users', ofUsers('id'));
  await copy('user_emails', ofUsers('userId'));
  await transaction.execute(sql`
    UPDATE event_sequences SET lastSequence = lastSequence + ${size} WHERE organizationId = ${organizationId}`);
  await copy('events', sql`sequence BETWEEN ${firstSequence} AND ${firstSequence + size - 1}`);
  const copied = ids.slice(0, size).map((id) => copiedId(id, time));
  await countCreated(transaction, organizationId, userType, copied);
}

/** The beginning of a UUIDv7 (RFC 9562 §5.7), up to its version. */
function timePart(time: number): string {
  const hex = time.toString(16).padStart(12, '0');
  return `${hex.slice(0, 8)}-${hex.slice(8)}-`;
}
