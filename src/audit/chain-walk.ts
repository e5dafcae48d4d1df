import type { StoredEvent } from '../events/chained-events.js';
import { BatchDigest, firstHash, linkOf } from '../events/event-chain.js';
import type { SequenceEnds } from '../events/events.repository.js';
import { trimmedTo } from './trimmed.js';

/** Where a chain does not hold. */
export interface Fault {
  /** The first event that something is wrong with; of several that were written together, the first of them. */
  readonly sequence: number;
  readonly detail: string;
}

/** The end of a link: what the chain is up to this event. */
export interface Head {
  readonly sequence: number;
  /** 64 hexadecimal digits. */
  readonly hash: string;
}

/** A head as it is written down. */
export const HEAD = /^(\d{1,15}):([0-9a-f]{64})$/;

export function headOf(text: string): Head | undefined {
  const [, sequence, hash] = HEAD.exec(text) ?? [];
  return sequence === undefined || hash === undefined ? undefined : { sequence: Number(sequence), hash };
}

/** Follows a chain event by event, and keeps none. */
export class ChainWalk {
  /** Events that links prove. */
  events = 0;
  links = 0;
  /** Events from before there was a chain. */
  earlier = 0;
  private head: Head;
  private sequence: number;
  private digest = new BatchDigest();
  private isAnchored: boolean;

  /** @param first sequence number of the oldest event @param expected a head that was noted before */
  constructor(
    organizationId: string,
    private readonly ends: SequenceEnds,
    first: number,
    private readonly expected: Head | undefined,
  ) {
    const { anchorSequence, anchorHash } = ends;
    this.head = { sequence: anchorSequence, hash: anchorHash };
    this.sequence = Math.min(first, anchorSequence + 1);
    this.isAnchored = anchorHash === firstHash(organizationId);
  }

  /** Before the first event. */
  begin(): Fault | undefined {
    const { anchorSequence } = this.ends;
    if (this.expected && this.expected.sequence < anchorSequence)
      return this.fault(
        `Its hash cannot be compared: the chain that is kept begins after ${anchorSequence}`,
        this.expected.sequence,
      );
    return this.compare();
  }

  /** The next event. */
  take(event: StoredEvent): Fault | undefined {
    if (event.sequence !== this.sequence) return this.missing();
    this.sequence += 1;
    if (event.sequence <= this.ends.anchorSequence) {
      this.earlier += 1;
      return undefined;
    }
    this.events += 1;
    this.isAnchored ||= this.isTold(event);
    this.digest.add(event);
    return event.hash === null ? this.noLink(event.sequence) : this.close(event.sequence, event.hash);
  }

  /** After the last event. */
  end(): Fault | undefined {
    const { lastSequence, lastHash, anchorSequence } = this.ends;
    if (this.sequence <= lastSequence) return this.missing();
    if (this.head.sequence < lastSequence) return this.fault('No link follows');
    if (this.head.hash !== lastHash) return this.fault('Its hash is not the last of the organization', lastSequence);
    if (!this.isAnchored) return this.fault('No event tells that those up to it were removed', anchorSequence);
    if (this.expected && this.expected.sequence > lastSequence)
      return this.fault(`It is no more: the last event is ${lastSequence}`, this.expected.sequence);
    return undefined;
  }

  get last(): Head {
    return this.head;
  }

  /** Sequence number of the last event that was taken. */
  get position(): number {
    return this.sequence - 1;
  }

  private close(sequence: number, hash: string): Fault | undefined {
    if (linkOf(this.head.hash, sequence, this.digest.value()) !== hash)
      return this.fault(`Its hash is not that of the events up to ${sequence}: one was changed, put in, or is another`);
    this.links += 1;
    this.digest = new BatchDigest();
    this.head = { sequence, hash };
    return this.compare();
  }

  private noLink(sequence: number): Fault | undefined {
    return this.expected?.sequence === sequence ? this.fault('It has no hash to be compared', sequence) : undefined;
  }

  private compare(): Fault | undefined {
    const isOther = this.expected?.sequence === this.head.sequence && this.expected.hash !== this.head.hash;
    return isOther ? this.fault('Its hash is another than the one expected', this.head.sequence) : undefined;
  }

  /** Whether it tells that everything up to the anchor was removed. */
  private isTold(event: StoredEvent): boolean {
    const { anchorSequence, anchorHash } = this.ends;
    const told = trimmedTo(event);
    return told?.sequence === anchorSequence && told.hash === anchorHash;
  }

  private missing(): Fault {
    return this.fault('It is missing', this.sequence);
  }

  private fault(detail: string, sequence = this.head.sequence + 1): Fault {
    return { sequence, detail };
  }
}
