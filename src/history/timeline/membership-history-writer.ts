import { Injectable, Logger, type OnModuleDestroy } from '@nestjs/common';
import { type CommitListener, OnCommit } from '../../events/committed-events.js';
import type { EventDraft } from '../../events/event.js';
import { MembershipHistory } from './membership-history.js';

const EVERY_MS = 1_000;
/** For one organization, before others have their turn. */
const STEPS = 50;

/** Keeps the history of memberships up to date with what this process commits. Reading it makes up for the rest. */
@Injectable()
@OnCommit()
export class MembershipHistoryWriter implements CommitListener, OnModuleDestroy {
  private readonly logger = new Logger(MembershipHistoryWriter.name);
  private readonly changed = new Set<string>();
  private timer: NodeJS.Timeout | undefined;
  private writing = Promise.resolve();
  private isClosed = false;

  constructor(private readonly history: MembershipHistory) {}

  onCommit(organizationId: string, drafts: readonly EventDraft[]): void {
    if (!drafts.some(({ type }) => type === 'group.members_changed')) return;
    this.changed.add(organizationId);
    this.schedule();
  }

  /** Before the database goes. */
  async onModuleDestroy(): Promise<void> {
    this.isClosed = true;
    clearTimeout(this.timer);
    await this.writing;
  }

  private schedule(): void {
    if (this.timer || this.isClosed) return;
    this.timer = setTimeout(() => {
      this.writing = this.write();
    }, EVERY_MS).unref();
  }

  private async write(): Promise<void> {
    const organizations = [...this.changed];
    this.changed.clear();
    for (const organizationId of organizations) {
      if (this.isClosed) return;
      const isDone = await this.history.catchUp(organizationId, STEPS).catch((error: Error) => {
        this.logger.warn(`The history of memberships is behind: ${error.message}`);
        return true;
      });
      if (!isDone) this.changed.add(organizationId);
    }
    this.timer = undefined;
    if (this.changed.size > 0) this.schedule();
  }
}
