import { Injectable } from '@nestjs/common';
import { clock } from '../../platform/database/clock.js';
import { newId } from '../../platform/ids/new-id.js';
import type { Connection, Transaction } from '../../platform/database/connection.js';
import { OutboxRepository } from './outbox.repository.js';
import { OutboxSignal } from './outbox-signal.js';

/** A message to be sent once the transaction is committed. */
export interface MessageDraft {
  /** The channel's name, such as `mail`. */
  readonly channel: string;
  /** What a newer message replaces, such as `invitation:<userId>`: what `withdraw` goes by. At most 64 bytes. */
  readonly topic: string;
  /** Sent through JSON: never a secret. */
  readonly payload: object;
  /** Not to be sent before, in milliseconds since 1970; at once when absent. */
  readonly dueAt?: number;
}

/** Messages that go out if, and only if, the change that they tell of is kept; each at least once. */
@Injectable()
export class OutboxService {
  constructor(
    private readonly outbox: OutboxRepository,
    private readonly signal: OutboxSignal,
  ) {}

  /** @returns the message's id */
  async add(transaction: Transaction, organizationId: string, draft: MessageDraft): Promise<string> {
    const [id] = await this.addAll(transaction, organizationId, [draft]);
    return id!;
  }

  /** @returns their ids, in the order given */
  async addAll(transaction: Transaction, organizationId: string, drafts: readonly MessageDraft[]): Promise<string[]> {
    if (drafts.length === 0) return [];
    const createdAt = clock.now();
    const messages = drafts.map(({ channel, topic, payload, dueAt = createdAt }) => ({
      id: newId(),
      channel,
      topic,
      payload,
      createdAt,
      dueAt,
    }));
    await this.outbox.insert(transaction, organizationId, messages);
    this.signal.announce(transaction);
    return messages.map(({ id }) => id);
  }

  /** What went out on a topic since then, or is being sent: payloads, with when. Newest first. */
  outSince(connection: Connection, organizationId: string, topic: string, since: number) {
    return this.outbox.outSince(connection, organizationId, topic, since, clock.now());
  }

  /** Calls back the messages on a topic that have not gone out. One that is being sent is not among them. */
  async withdraw(transaction: Transaction, organizationId: string, topic: string): Promise<void> {
    await this.outbox.withdraw(transaction, organizationId, topic, clock.now());
  }
}
