import { Injectable } from '@nestjs/common';
import type { Transaction } from '../../platform/database/connection.js';

/** Tells the relays of this process that a message is waiting. Those of others find it when they look. */
@Injectable()
export class OutboxSignal {
  private readonly listeners = new Set<() => void>();

  /** @param listener that does not throw @returns what ends it */
  subscribe(listener: () => void): () => void {
    this.listeners.add(listener);
    return () => void this.listeners.delete(listener);
  }

  /** Tells them once the transaction is committed. */
  announce(transaction: Transaction): void {
    transaction.onCommit(() => {
      for (const listener of this.listeners) listener();
    });
  }
}
