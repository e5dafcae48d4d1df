import { Injectable } from '@nestjs/common';
import { clock } from '../../platform/database/clock.js';
import type { Connection } from '../../platform/database/connection.js';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import { invalid, notFound } from '../../platform/http/problem.js';
import { type ListedRequest, ScimRequestsRepository } from '../requests/scim-requests.repository.js';
import { shownRequest } from '../requests/shown-request.js';
import { UsersRepository } from '../../users/users.repository.js';
import { MembershipHistory } from './membership-history.js';
import { quickFlips } from './quick-flips.js';
import { ofEvent, ofKeyStep, ofLink, ofMail, ofMembership, ofRequest } from './sentences.js';
import { newestFirst, positionOf, positionText, type Position, type TimelineEntry } from './timeline-entry.js';
import { type LinkSource, type MembershipOfPerson, type Reading, TimelineRepository } from './timeline.repository.js';
import { isoTime } from '../../platform/time.js';

/** Steps that a reader waits for, when the history of memberships is behind. */
const MAX_STEPS = 20;
const LINK_SOURCES: readonly LinkSource[] = ['issued', 'used', 'voided', 'expired'];

interface TimelinePage {
  /** Newest first. */
  readonly entries: readonly TimelineEntry[];
  /** What the next page is `before`; null when there is none. */
  readonly next: string | null;
  /** False while group changes of before an upgrade are still being read: those may be missing. */
  readonly isComplete: boolean;
}

/** All that happened to one person: requests, events, groups, keys, links and mails, in order. */
@Injectable()
export class TimelineService {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly users: UsersRepository,
    private readonly timeline: TimelineRepository,
    private readonly requests: ScimRequestsRepository,
    private readonly history: MembershipHistory,
  ) {}

  /**
   * Also of somebody who was deleted.
   * @param before the `next` of the page before @throws Problem 400, 404
   */
  async page(organizationId: string, userId: string, before: string | undefined, limit: number): Promise<TimelinePage> {
    const position = before === undefined ? undefined : (positionOf(before) ?? refusePosition());
    const isComplete = await this.history.catchUp(organizationId, MAX_STEPS);
    return this.unitOfWork.read(async (connection) => {
      await this.refuseUnknown(connection, organizationId, userId);
      const found = await this.read(connection, { organizationId, userId, before: position, limit: limit + 1 });
      const entries = found.toSorted(newestFirst).slice(0, limit);
      const next = found.length > limit ? positionText(entries.at(-1)!) : null;
      return { entries, next, isComplete };
    });
  }

  private async refuseUnknown(connection: Connection, organizationId: string, userId: string): Promise<void> {
    if (await this.users.find(connection, organizationId, userId)) return;
    if (!(await this.timeline.isKnown(connection, organizationId, userId))) throw notFound('person');
  }

  /** The newest of each source, which has all of the newest of them together. */
  private async read(connection: Connection, reading: Reading): Promise<TimelineEntry[]> {
    const ids = await this.timeline.requestIds(connection, reading);
    const requests = await this.requests.named(connection, reading.organizationId, ids);
    const memberships = await this.timeline.memberships(connection, reading);
    return [
      ...(await this.named(connection, reading.organizationId, requests, memberships)),
      ...(await this.events(connection, reading)),
      ...(await this.keySteps(connection, reading)),
      ...(await this.links(connection, reading)),
      ...(await this.mails(connection, reading)),
    ];
  }

  /** Entries that name keys and groups. */
  private async named(
    connection: Connection,
    organizationId: string,
    requests: readonly ListedRequest[],
    memberships: readonly MembershipOfPerson[],
  ): Promise<TimelineEntry[]> {
    const groupIds = [...new Set(memberships.map(({ groupId }) => groupId))];
    const keyIds = [...new Set(requests.flatMap(({ keyId }) => keyId ?? []))];
    const { groups, keys } = await this.timeline.names(connection, organizationId, groupIds, keyIds);
    const ofRequests = requests.map((request): TimelineEntry => ({
      ...at('request', request.time, request.id),
      kind: 'request',
      text: ofRequest(request, keys.get(request.keyId ?? '')),
      details: shownRequest(request),
    }));
    const ofMemberships = memberships.map((membership): TimelineEntry => {
      const { time, sequence, isAdded, groupId, actor, requestId } = membership;
      const displayName = groups.get(groupId);
      return {
        ...at('membership', time, sequence),
        kind: isAdded ? 'group.joined' : 'group.left',
        text: ofMembership(membership, displayName),
        details: { sequence, groupId, displayName: displayName ?? null, actor, requestId },
      };
    });
    return [...ofRequests, ...ofMemberships];
  }

  private async events(connection: Connection, reading: Reading): Promise<TimelineEntry[]> {
    const events = await this.timeline.events(connection, reading);
    const quick = quickFlips(events);
    return events.map((event) => {
      const { time, sequence, type, actor, requestId, data } = event;
      const details = { sequence, actor, requestId, data };
      return { ...at('event', time, sequence), kind: type, text: ofEvent(event, quick.has(sequence)), details };
    });
  }

  private async keySteps(connection: Connection, reading: Reading): Promise<TimelineEntry[]> {
    const steps = await this.timeline.keySteps(connection, reading);
    return steps.map((step) => {
      const { time, sequence, kind, recipient, keyVersion } = step;
      const details = { sequence, recipient, keyVersion };
      return { ...at('key', time, sequence), kind, text: ofKeyStep(step), details };
    });
  }

  private async links(connection: Connection, reading: Reading): Promise<TimelineEntry[]> {
    const entries: TimelineEntry[] = [];
    const now = clock.now();
    for (const source of LINK_SOURCES)
      for (const link of await this.timeline.links(connection, reading, source, now)) {
        const { time, id, purpose, address, inviter, expiresAt, voidedBecause } = link;
        const details = { id, purpose, address, inviter, expiresAt: isoTime(expiresAt), voidedBecause };
        entries.push({ ...at(source, time, id), kind: `link.${source}`, text: ofLink(source, link), details });
      }
    return entries;
  }

  private async mails(connection: Connection, reading: Reading): Promise<TimelineEntry[]> {
    const mails = await this.timeline.mails(connection, reading);
    return mails.map((mail) => {
      const { time, id, sentAt, ...more } = mail;
      const details = { id, ...more, sentAt: sentAt === null ? null : isoTime(sentAt) };
      return { ...at('mail', time, id), kind: 'mail', text: ofMail(mail), details };
    });
  }
}

function at(source: Position['source'], time: number, id: string | number): Position {
  return { time, source, id: String(id) };
}

function refusePosition(): never {
  throw invalid('"before" has to be the "next" of a page before');
}
