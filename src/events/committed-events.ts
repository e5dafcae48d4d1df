import { Injectable } from '@nestjs/common';
import type { Transaction } from '../platform/database/connection.js';
import type { EventDraft } from './event.js';

type Listener = (organizationId: string, drafts: readonly EventDraft[]) => void;

/** Tells parts of this process what it has committed. Other processes learn of it from the database. */
@Injectable()
export class CommittedEvents {
  private readonly listeners: Listener[] = [];

  /** @param listener that does not throw and does not take long */
  subscribe(listener: Listener): void {
    this.listeners.push(listener);
  }

  /** Tells them once the transaction is committed. */
  announce(transaction: Transaction, organizationId: string, drafts: readonly EventDraft[]): void {
    transaction.onCommit(() => {
      for (const listener of this.listeners) listener(organizationId, drafts);
    });
  }
}
