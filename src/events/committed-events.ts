import { Injectable } from '@nestjs/common';
import { DiscoveryService } from '@nestjs/core';
import type { Transaction } from '../platform/database/connection.js';
import type { EventDraft } from './event.js';

/** Marks a provider of any module as a `CommitListener`. */
export const OnCommit = DiscoveryService.createDecorator();

export interface CommitListener {
  /** Told of each commit of this process that has events. It does not throw and does not take long. */
  onCommit(organizationId: string, drafts: readonly EventDraft[]): void;
}

/** Tells parts of this process what it has committed. Other processes learn of it from the database. */
@Injectable()
export class CommittedEvents {
  private listeners?: readonly CommitListener[];

  constructor(private readonly discovery: DiscoveryService) {}

  /** Tells the listeners once the transaction is committed. */
  announce(transaction: Transaction, organizationId: string, drafts: readonly EventDraft[]): void {
    transaction.onCommit(() => {
      this.listeners ??= this.discovery
        .getProviders({ metadataKey: OnCommit.KEY })
        .map(({ instance }) => instance as CommitListener);
      for (const listener of this.listeners) listener.onCommit(organizationId, drafts);
    });
  }
}
