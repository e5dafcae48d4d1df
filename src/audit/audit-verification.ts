import { Injectable } from '@nestjs/common';
import { UnitOfWork } from '../database/unit-of-work.js';
import { storedEvents } from '../events/chained-events.js';
import { EventsRepository, type SequenceEnds } from '../events/events.repository.js';
import { ChainWalk, type Fault, type Head } from './chain-walk.js';

const PAGE = 500;

/** What can be said of the events of an organization. */
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

export interface VerificationOptions {
  /** A head that was noted before. */
  readonly expected?: Head;
  /** @param done sequence number of the last event that was looked at @param last of the organization */
  readonly onProgress?: (done: number, last: number) => void;
}

/** Proves that the events of an organization are those that were written, all of them and in their order. */
@Injectable()
export class AuditVerification {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly events: EventsRepository,
  ) {}

  /** Looks at the events that there are when it begins. Reads some hundred at a time. */
  async verify(organizationId: string, options: VerificationOptions = {}): Promise<Verification> {
    for (;;) {
      const ends = await this.ends(organizationId);
      const verification = await this.walk(organizationId, ends, options);
      if (!verification.fault) return verification;
      // What it misses may just have been removed by retention.
      if ((await this.ends(organizationId)).anchorSequence === ends.anchorSequence) return verification;
    }
  }

  private async walk(
    organizationId: string,
    ends: SequenceEnds,
    { expected, onProgress }: VerificationOptions,
  ): Promise<Verification> {
    const { lastSequence } = ends;
    const first = await this.unitOfWork.read((connection) => this.events.first(connection, organizationId));
    const walk = new ChainWalk(organizationId, ends, first, expected);
    let fault = walk.begin();
    while (!fault && walk.position < lastSequence) {
      const page = await this.unitOfWork.read((connection) =>
        storedEvents(connection, organizationId, walk.position, lastSequence, PAGE),
      );
      if (page.length === 0) break;
      for (const event of page) {
        fault = walk.take(event);
        if (fault) break;
      }
      onProgress?.(walk.position, lastSequence);
    }
    const { events, links, earlier, last: head } = walk;
    return { anchor: ends.anchorSequence, head, events, links, earlier, fault: fault ?? walk.end() };
  }

  private ends(organizationId: string): Promise<SequenceEnds> {
    return this.unitOfWork.read((connection) => this.events.ends(connection, organizationId));
  }
}
