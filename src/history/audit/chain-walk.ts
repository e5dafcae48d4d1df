import type { StoredEvent } from '../../events/event.entity.js';
import { BatchDigest, linkOf } from '../../events/event-chain.js';
import type { SequenceEnds } from '../../events/events.repository.js';

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

export function headText({ sequence, hash }: Head): string {
  return `${sequence}:${hash}`;
}

export function headOf(text: string): Head | undefined {
  const match = HEAD.exec(text);
  return match ? { sequence: Number(match[1]), hash: match[2]! } : undefined;
}

/** Where a walk begins and what it shall find. */
export interface WalkOptions {
  /** Sequence number of the oldest event. */
  readonly first: number;
  /** A head up to which was walked before; the walk begins behind it. */
  readonly after?: Head;
  /** A head that was noted before. */
  readonly expected?: Head;
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
  private readonly expected: Head | undefined;

  constructor(
    private readonly ends: SequenceEnds,
    { first, after, expected }: WalkOptions,
  ) {
    const { anchorSequence, anchorHash } = ends;
    const isBehind = after !== undefined && after.sequence > anchorSequence;
    this.head = isBehind ? after : { sequence: anchorSequence, hash: anchorHash };
    this.sequence = Math.max(Math.min(first, anchorSequence + 1), (after?.sequence ?? 0) + 1);
    this.expected = expected;
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
    this.digest.add(event);
    return event.hash === null ? this.noLink(event.sequence) : this.close(event.sequence, event.hash);
  }

  /** After the last event. @param isAnchored whether the chain begins where it was begun, or where events were removed */
  end(isAnchored: boolean): Fault | undefined {
    const { lastSequence, lastHash, anchorSequence } = this.ends;
    if (this.sequence <= lastSequence) return this.missing();
    if (this.head.sequence < lastSequence) return this.fault('No link follows');
    if (this.head.hash !== lastHash) return this.fault('Its hash is not the last of the organization', lastSequence);
    if (!isAnchored) return this.fault('No event tells that those up to it were removed', anchorSequence);
    if (this.expected && this.expected.sequence > lastSequence)
      return this.fault(`It is missing: the last event is ${lastSequence}`, this.expected.sequence);
    return undefined;
  }

  get last(): Head {
    return this.head;
  }

  /** Sequence number of the last event that was taken. */
  get position(): number {
    return this.sequence - 1;
  }

  /** Whether a walk can be broken off here, and gone on with later. */
  get isAtLink(): boolean {
    return this.position <= this.ends.anchorSequence || this.position === this.head.sequence;
  }

  /** Behind which another walk goes on. */
  get place(): Head {
    return { sequence: this.position, hash: this.head.hash };
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

  private missing(): Fault {
    return this.fault('It is missing', this.sequence);
  }

  private fault(detail: string, sequence = this.head.sequence + 1): Fault {
    return { sequence, detail };
  }
}
