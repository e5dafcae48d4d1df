import type { OutboxMessage } from './outbox.entity.js';

/** A message as a channel gets it. */
export type OutgoingMessage = Readonly<Pick<OutboxMessage, 'organizationId' | 'id' | 'payload'>>;

/** The other side has refused this message for good: another attempt would be refused as well. */
export class RefusedError extends Error {}

/** A way out of the server, such as mail. */
export interface Channel {
  readonly name: string;
  /** Messages of one that is not wait. */
  readonly isConfigured: boolean;
  /** Messages a second of one process; 0 for no limit. */
  readonly rate: number;
  /** Messages that are sent at a time in one process. */
  readonly concurrency: number;
  /**
   * Resolves when the other side has taken the message. Rejects with a RefusedError when it never will; after any other
   * error the message is tried again later.
   * @param signal says when the attempt has taken too long: it ends then, as failed
   */
  deliver(message: OutgoingMessage, signal: AbortSignal): Promise<void>;
}
