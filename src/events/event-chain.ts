import type { StoredEvent } from './event.entity.js';
import { sha256 } from '../platform/ids/sha256.js';

/** What a link proves of an event. Its organization and its place are in what the chain begins with, and in the link. */
export type ChainedEvent = Omit<StoredEvent, 'organizationId' | 'sequence' | 'hash'>;

/** What the chain of an organization begins with: 64 hexadecimal digits. */
export function firstHash(organizationId: string): string {
  return sha256(`muster events of ${organizationId}`);
}

/**
 * The digest of events that were written together, in their order: SHA-256 (FIPS 180-4) over one JSON array per line. JSON
 * columns are taken as the text that is stored.
 */
export class BatchDigest {
  private lines = '';

  add({ id, time, type, actor, requestId, resourceType, resourceId, data }: ChainedEvent): this {
    this.lines += `${JSON.stringify([id, time, type, actor, requestId, resourceType, resourceId, data])}\n`;
    return this;
  }

  /** 64 hexadecimal digits. */
  value(): string {
    return sha256(this.lines);
  }
}

/** The link of a batch: `event-sequence.ts` has the same in SQL. @param sequence of its last event */
export function linkOf(previous: string, sequence: number, digest: string): string {
  return sha256(`${previous}:${sequence}:${digest}`);
}
