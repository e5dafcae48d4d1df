import { Injectable } from '@nestjs/common';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import { storedEvents } from '../../events/chained-events.js';
import { firstHash } from '../../events/event-chain.js';
import { EventsRepository, type SequenceEnds } from '../../events/events.repository.js';
import { AuditRepository } from './audit.repository.js';
import { ChainWalk, type Fault, type Head } from './chain-walk.js';

const PAGE = 500;
/** Events of a part that nobody sets a limit for. */
const PART = 10_000;

/** What can be said of the events of an organization, or of a part of them. */
export interface Verification {
  /** Sequence number after which the chain begins. */
  readonly anchor: number;
  /** The last event. Who notes it elsewhere can prove later that nothing up to it has changed. */
  readonly head: Head;
  readonly events: number;
  readonly links: number;
  /** Events from before there was a chain, of which nothing is proven. */
  readonly earlier: number;
  readonly fault: Fault | undefined;
}

/** A part, and behind which head the next one begins: null after the last. */
export interface PartialVerification extends Verification {
  readonly next: Head | null;
}

interface VerificationOptions {
  /** A head that was noted before. */
  readonly expected?: Head;
  /** @param done sequence number of the last event that was looked at @param last of the organization */
  readonly onProgress?: (done: number, last: number) => void;
}

interface PartOptions extends VerificationOptions {
  /** `next` of the part before. */
  readonly after?: Head;
  /** About how many events: what was written together is looked at together. */
  readonly limit?: number;
}

/** Proves that the events of an organization are those that were written, all of them and in their order. */
@Injectable()
export class AuditVerification {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly events: EventsRepository,
    private readonly audit: AuditRepository,
  ) {}

  /** Part after part, up to the last event or the first fault. */
  async verify(organizationId: string, options: VerificationOptions = {}): Promise<Verification> {
    let counted = { events: 0, links: 0, earlier: 0 };
    for (let after: Head | undefined; ;) {
      const { next, ...part } = await this.part(organizationId, { ...options, after });
      counted = {
        events: counted.events + part.events,
        links: counted.links + part.links,
        earlier: counted.earlier + part.earlier,
      };
      if (!next) return { ...part, ...counted };
      after = next;
    }
  }

  /** Looks at the events that there are when it begins, some hundred at a time. */
  async part(organizationId: string, options: PartOptions): Promise<PartialVerification> {
    for (;;) {
      const ends = await this.ends(organizationId);
      const part = await this.walk(organizationId, ends, options);
      if (!part.fault) return part;
      // What it misses may just have been removed by retention.
      if ((await this.ends(organizationId)).anchorSequence === ends.anchorSequence) return part;
    }
  }

  private async walk(
    organizationId: string,
    ends: SequenceEnds,
    { expected, after, limit = PART, onProgress }: PartOptions,
  ): Promise<PartialVerification> {
    const { lastSequence } = ends;
    const first = await this.unitOfWork.read((connection) => this.events.first(connection, organizationId));
    const walk = new ChainWalk(ends, { first, after, expected });
    const until = walk.position + limit;
    const isEnough = () => walk.position >= until && walk.isAtLink;
    let fault = walk.begin() ?? (await this.changed(organizationId, ends, after, expected));
    while (!fault && walk.position < lastSequence && !isEnough()) {
      const page = await this.unitOfWork.read((connection) =>
        storedEvents(connection, organizationId, walk.position, lastSequence, PAGE),
      );
      if (page.length === 0) break;
      for (const event of page) {
        fault = walk.take(event);
        if (fault || isEnough()) break;
      }
      onProgress?.(walk.position, lastSequence);
    }
    const { events, links, earlier, last: head } = walk;
    const part = { anchor: ends.anchorSequence, head, events, links, earlier };
    if (fault) return { ...part, fault, next: null };
    if (walk.position < lastSequence && isEnough()) return { ...part, fault, next: walk.place };
    return { ...part, fault: walk.end(await this.isAnchored(organizationId, ends)), next: null };
  }

  /** What is another now up to where was walked before. */
  private async changed(
    organizationId: string,
    ends: SequenceEnds,
    after: Head | undefined,
    expected: Head | undefined,
  ): Promise<Fault | undefined> {
    if (!after) return undefined;
    for (const head of expected && expected.sequence < after.sequence ? [expected, after] : [after]) {
      const { sequence } = head;
      const hash = sequence > ends.anchorSequence ? await this.hashOf(organizationId, sequence) : ends.anchorHash;
      if (sequence >= ends.anchorSequence && hash !== head.hash)
        return { sequence, detail: 'It is missing, or its hash is another than the one that was proven or noted' };
    }
    return undefined;
  }

  private async hashOf(organizationId: string, sequence: number): Promise<string | null | undefined> {
    const [event] = await this.unitOfWork.read((connection) =>
      storedEvents(connection, organizationId, sequence - 1, sequence, 1),
    );
    return event?.hash;
  }

  /** Whether the chain begins with the first event, or an event tells that those up to its beginning were removed. */
  private async isAnchored(organizationId: string, { anchorSequence, anchorHash }: SequenceEnds): Promise<boolean> {
    if (anchorHash === firstHash(organizationId)) return true;
    const trimmed = await this.unitOfWork.read((connection) => this.audit.trimmed(connection, organizationId));
    return trimmed?.sequence === anchorSequence && trimmed.hash === anchorHash;
  }

  private ends(organizationId: string): Promise<SequenceEnds> {
    return this.unitOfWork.read((connection) => this.events.ends(connection, organizationId));
  }
}
