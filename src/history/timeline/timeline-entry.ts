import sql, { type Sql } from 'sql-template-tag';

/** Where entries come from. Of those of the same millisecond, the order is this one. */
export const SOURCES = [
  'request',
  'event',
  'membership',
  'key',
  'issued',
  'used',
  'voided',
  'expired',
  'mail',
] as const;
export type Source = (typeof SOURCES)[number];

/** Where an entry stands among all of a person. */
export interface Position {
  /** Milliseconds since 1970. */
  readonly time: number;
  readonly source: Source;
  /** In its source: a sequence number for events and keys, an id for others. */
  readonly id: string;
}

/** One thing that happened to a person, or was done by one. */
export interface TimelineEntry extends Position {
  readonly kind: string;
  /** One sentence. */
  readonly text: string;
  readonly details: object;
}

/** `<time>.<source>.<id>` */
export function positionText({ time, source, id }: Position): string {
  return `${time}.${source}.${id}`;
}

/** @returns undefined for what is no position */
export function positionOf(text: string): Position | undefined {
  const [, time, name, id] = /^(\d{1,15})\.([a-z]+)\.([\w-]{1,36})$/.exec(text) ?? [];
  const source = SOURCES.find((known) => known === name);
  return source && { time: Number(time), source, id: id! };
}

/** Newest first. */
export function newestFirst(left: Position, right: Position): number {
  return right.time - left.time || rankOf(right.source) - rankOf(left.source) || byId(right, left);
}

/**
 * The condition that entries of a source come after a position, newest first.
 * @param time column of it @param id column of it
 */
export function olderThan(position: Position | undefined, source: Source, time: Sql, id: Sql): Sql {
  if (!position) return sql`${time} IS NOT NULL`;
  const [rank, rankThere] = [rankOf(source), rankOf(position.source)];
  if (rank < rankThere) return sql`${time} <= ${position.time}`;
  if (rank > rankThere) return sql`${time} < ${position.time}`;
  const idThere = isNumbered(source) ? Number(position.id) : position.id;
  return sql`(${time} < ${position.time} OR (${time} = ${position.time} AND ${id} < ${idThere}))`;
}

function rankOf(source: Source): number {
  return SOURCES.indexOf(source);
}

function isNumbered(source: Source): boolean {
  return source === 'event' || source === 'membership' || source === 'key';
}

function byId(left: Position, right: Position): number {
  if (isNumbered(left.source)) return Number(left.id) - Number(right.id);
  if (left.id === right.id) return 0;
  return left.id < right.id ? -1 : 1;
}
