import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import sql, { join, raw, type Sql } from 'sql-template-tag';
import { Repository } from 'typeorm';
import { StoredEvent } from '../../events/event.entity.js';
import type { Connection } from '../../platform/database/connection.js';
import type { Actor } from '../../events/actor.js';
import type { KeyLogKind } from '../../onboarding/keys/key-log.js';
import type { LinkPurpose, VoidReason } from '../../messaging/links/link.entity.js';
import type { Mail } from '../../messaging/mail/mail.js';
import type { MessageState } from '../../messaging/outbox/outbox.entity.js';
import { olderThan, type Position, type Source } from './timeline-entry.js';

/** A person, where reading begins, and how much is read of each source. */
export interface Reading {
  readonly organizationId: string;
  readonly userId: string;
  /** Only what is older. */
  readonly before?: Position;
  readonly limit: number;
}

export interface EventOfPerson {
  readonly sequence: number;
  readonly time: number;
  readonly type: string;
  readonly actor: Actor;
  readonly requestId: string | null;
  readonly data: Readonly<Record<string, unknown>>;
}

export interface MembershipOfPerson extends Omit<EventOfPerson, 'data' | 'type'> {
  readonly groupId: string;
  readonly isAdded: boolean;
}

export interface KeyStep {
  readonly sequence: number;
  readonly time: number;
  readonly kind: KeyLogKind;
  readonly recipient: string;
  readonly keyVersion: number | null;
}

export interface LinkStep {
  readonly time: number;
  readonly id: string;
  readonly purpose: LinkPurpose;
  readonly address: string;
  readonly inviter: string | null;
  readonly expiresAt: number;
  readonly voidedBecause: VoidReason | null;
}

export interface MailToPerson {
  readonly id: string;
  readonly time: number;
  readonly to: string;
  readonly template: Mail['template'];
  readonly state: MessageState;
  readonly attempts: number;
  readonly sentAt: number | null;
  readonly lastError: string | null;
}

type Raw<Row> = { [Name in keyof Row]: unknown };

const TOPICS = ['invitation', 'confirm', 'confirmed', 'sign-in', 'address'];
const LINK_TIMES = { issued: 'createdAt', used: 'usedAt', voided: 'voidedAt', expired: 'expiresAt' } as const;
export type LinkSource = keyof typeof LINK_TIMES;

/** What happened to one person, source by source, newest first. Each goes by an index on the person. */
@Injectable()
export class TimelineRepository {
  constructor(@InjectRepository(StoredEvent) private readonly storedEvents: Repository<StoredEvent>) {}

  /** Whether there is, or was, somebody of that id. */
  isKnown(connection: Connection, organizationId: string, userId: string): Promise<boolean> {
    return connection.of(this.storedEvents).existsBy({ organizationId, resourceType: 'User', resourceId: userId });
  }

  async events(connection: Connection, reading: Reading): Promise<EventOfPerson[]> {
    const { organizationId, userId, limit } = reading;
    const rows = await connection.rows<Raw<EventOfPerson>>(sql`
      SELECT sequence, time, type, actor, requestId, data FROM events ${connection.dialect.forceIndex('events_resource')}
      WHERE organizationId = ${organizationId} AND resourceType = 'User' AND resourceId = ${userId}
      AND ${before(reading, 'event', 'time', 'sequence')} ORDER BY time DESC, sequence DESC LIMIT ${limit}`);
    return rows.map((row) => ({ ...eventOf(row), type: String(row.type), data: JSON.parse(String(row.data)) }));
  }

  async memberships(connection: Connection, reading: Reading): Promise<MembershipOfPerson[]> {
    const { organizationId, userId, limit } = reading;
    const rows = await connection.rows<Raw<MembershipOfPerson>>(sql`
      SELECT h.sequence, h.time, h.groupId, h.isAdded, e.actor, e.requestId FROM membership_history h
      JOIN events e ON e.organizationId = h.organizationId AND e.sequence = h.sequence
      WHERE h.organizationId = ${organizationId} AND h.memberId = ${userId}
      AND ${before(reading, 'membership', 'h.time', 'h.sequence')} ORDER BY h.time DESC, h.sequence DESC LIMIT ${limit}`);
    return rows.map((row) => ({ ...eventOf(row), groupId: String(row.groupId), isAdded: Number(row.isAdded) === 1 }));
  }

  async keySteps(connection: Connection, reading: Reading): Promise<KeyStep[]> {
    const { organizationId, userId, limit } = reading;
    const rows = await connection.rows<Raw<KeyStep>>(sql`
      SELECT sequence, time, kind, recipient, keyVersion FROM key_log ${connection.dialect.forceIndex('key_log_user')}
      WHERE organizationId = ${organizationId} AND userId = ${userId}
      AND ${before(reading, 'key', 'time', 'sequence')} ORDER BY time DESC, sequence DESC LIMIT ${limit}`);
    return rows.map((row) => ({
      sequence: Number(row.sequence),
      time: Number(row.time),
      kind: String(row.kind) as KeyLogKind,
      recipient: String(row.recipient),
      keyVersion: numberOf(row.keyVersion),
    }));
  }

  /** @param now after which no link has expired yet */
  async links(connection: Connection, reading: Reading, source: LinkSource, now: number): Promise<LinkStep[]> {
    const { organizationId, userId, limit } = reading;
    const time = raw(LINK_TIMES[source]);
    const hasExpired = sql`AND usedAt IS NULL AND voidedAt IS NULL AND expiresAt <= ${now}`;
    const rows = await connection.rows<Raw<LinkStep>>(sql`
      SELECT ${time} AS time, id, purpose, address, inviter, expiresAt, voidedBecause FROM links
      WHERE organizationId = ${organizationId} AND userId = ${userId} ${source === 'expired' ? hasExpired : sql``}
      AND ${time} IS NOT NULL AND ${before(reading, source, LINK_TIMES[source], 'id')}
      ORDER BY ${time} DESC, id DESC LIMIT ${limit}`);
    return rows.map((row) => ({
      time: Number(row.time),
      id: String(row.id),
      purpose: String(row.purpose) as LinkPurpose,
      address: String(row.address),
      inviter: textOf(row.inviter),
      expiresAt: Number(row.expiresAt),
      voidedBecause: textOf(row.voidedBecause) as VoidReason | null,
    }));
  }

  async mails(connection: Connection, reading: Reading): Promise<MailToPerson[]> {
    const { organizationId, userId, limit } = reading;
    const topics = TOPICS.map((topic) => `${topic}:${userId}`);
    const rows = await connection.rows<Raw<Omit<MailToPerson, 'to' | 'template'>> & { payload: string }>(sql`
      SELECT id, createdAt AS time, payload, state, attempts, sentAt, lastError FROM outbox
      ${connection.dialect.forceIndex('outbox_topic')}
      WHERE organizationId = ${organizationId} AND topic IN (${join(topics)}) AND channel = 'mail'
      AND ${before(reading, 'mail', 'createdAt', 'id')} ORDER BY createdAt DESC, id DESC LIMIT ${limit}`);
    return rows.map((row) => {
      const { to, template } = JSON.parse(row.payload) as Mail;
      return {
        id: String(row.id),
        time: Number(row.time),
        to,
        template,
        state: String(row.state) as MessageState,
        attempts: Number(row.attempts),
        sentAt: numberOf(row.sentAt),
        lastError: textOf(row.lastError),
      };
    });
  }

  /**
   * Ids of the SCIM requests that changed the person or the person's groups, and of those to the person itself that
   * failed or that were more than reading.
   */
  async requestIds(connection: Connection, reading: Reading): Promise<string[]> {
    const { organizationId, userId, limit } = reading;
    const older = before(reading, 'request', 'r.time', 'r.id');
    const order = sql`ORDER BY r.time DESC, r.id DESC LIMIT ${limit}`;
    const isNamed = sql`r.organizationId = e.organizationId AND r.requestId = e.requestId`;
    const statements = [
      sql`SELECT r.id FROM scim_requests r ${connection.dialect.forceIndex('scim_requests_resource')}
        WHERE r.organizationId = ${organizationId} AND r.resourceId = ${userId}
        AND (r.status >= 400 OR r.method NOT IN ('GET', 'HEAD')) AND ${older} ${order}`,
      sql`SELECT DISTINCT r.id, r.time FROM events e JOIN scim_requests r ON ${isNamed}
        WHERE e.organizationId = ${organizationId} AND e.resourceType = 'User' AND e.resourceId = ${userId}
        AND ${older} ${order}`,
      sql`SELECT DISTINCT r.id, r.time FROM membership_history h
        JOIN events e ON e.organizationId = h.organizationId AND e.sequence = h.sequence
        JOIN scim_requests r ON ${isNamed}
        WHERE h.organizationId = ${organizationId} AND h.memberId = ${userId} AND ${older} ${order}`,
    ];
    const ids = new Set<string>();
    for (const statement of statements)
      for (const { id } of await connection.rows<{ id: string }>(statement)) ids.add(id);
    return [...ids];
  }

  /** Names of groups and labels of keys as they are now, by their ids. */
  async names(
    connection: Connection,
    organizationId: string,
    groupIds: readonly string[],
    keyIds: readonly string[],
  ): Promise<{ groups: Map<string, string>; keys: Map<string, string> }> {
    const groups = new Map<string, string>();
    const keys = new Map<string, string>();
    if (groupIds.length > 0)
      for (const { id, document } of await connection.rows<{ id: string; document: string }>(sql`
        SELECT id, document FROM user_groups WHERE organizationId = ${organizationId} AND id IN (${join(groupIds)})`))
        groups.set(id, String((JSON.parse(document) as { displayName?: unknown }).displayName));
    if (keyIds.length > 0)
      for (const { id, label } of await connection.rows<{ id: unknown; label: string }>(sql`
        SELECT id, label FROM scim_keys WHERE organizationId = ${organizationId} AND id IN (${join(keyIds)})`))
        keys.set(String(id), label);
    return { groups, keys };
  }
}

function before({ before: position }: Reading, source: Source, time: string, id: string): Sql {
  return olderThan(position, source, raw(time), raw(id));
}

function eventOf(row: Raw<Pick<EventOfPerson, 'sequence' | 'time' | 'actor' | 'requestId'>>) {
  return {
    sequence: Number(row.sequence),
    time: Number(row.time),
    actor: JSON.parse(String(row.actor)) as Actor,
    requestId: textOf(row.requestId),
  };
}

function textOf(value: unknown): string | null {
  return value === null ? null : String(value);
}

function numberOf(value: unknown): number | null {
  return value === null ? null : Number(value);
}
