import { setTimeout as delay } from 'node:timers/promises';
import { Injectable, Logger, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { clock } from '../../platform/database/clock.js';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import { SERVER } from '../../events/actor.js';
import type { EventDraft } from '../../events/event.js';
import { EventsRepository } from '../../events/events.repository.js';
import type { KeyRefusal } from '../../scim/http/key-refusal.js';
import { FailedAuthentications, type FailureWindow } from './failed-authentications.js';
import { ScimRequestsRepository } from './scim-requests.repository.js';
import { isoTime } from '../../platform/time.js';

const EVERY_MS = 5_000;
/** Organizations that one query asks for. */
const AT_ONCE = 500;
/** At the end of the process. */
const LAST_PATIENCE_MS = 5_000;

/**
 * Tells of requests without a right key: one event for each organization and minute in which there were any, written after
 * that minute. Until then they wait in memory, and a process that dies loses them.
 */
@Injectable()
export class FailedAuthenticationRecorder implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly logger = new Logger(FailedAuthenticationRecorder.name);
  private readonly failures = new FailedAuthentications();
  private timer: NodeJS.Timeout | undefined;
  private writing = Promise.resolve();

  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly requests: ScimRequestsRepository,
    private readonly events: EventsRepository,
  ) {}

  onApplicationBootstrap(): void {
    this.timer = setInterval(() => void this.flush(clock.now()), EVERY_MS).unref();
  }

  /** Before the database goes. */
  async onModuleDestroy(): Promise<void> {
    clearInterval(this.timer);
    await Promise.race([this.flush(Infinity), delay(LAST_PATIENCE_MS, undefined, { ref: false })]);
  }

  /** Costs the request nothing but the count. */
  record(organizationId: string, time: number, refusal: KeyRefusal, address: string): void {
    this.failures.count(organizationId, time, refusal, address);
  }

  /** Writes those of the minutes before a time. Never rejects: what could not be written still waits. */
  flush(time: number): Promise<void> {
    this.writing = this.writing.then(() => this.write(this.failures.drain(time)));
    return this.writing;
  }

  private async write(windows: FailureWindow[]): Promise<void> {
    for (let start = 0; start < windows.length; start += AT_ONCE) {
      const part = windows.slice(start, start + AT_ONCE);
      try {
        for (const window of await this.ofOrganizations(part)) await this.append(window);
      } catch (error) {
        this.keep(part, error as Error);
      }
    }
  }

  /** Those of organizations that there are. */
  private async ofOrganizations(windows: readonly FailureWindow[]): Promise<FailureWindow[]> {
    const ids = windows.map(({ organizationId }) => organizationId);
    const known = await this.unitOfWork.read((connection) => this.requests.settingsOf(connection, ids));
    return windows.filter(({ organizationId }) => known.has(organizationId));
  }

  private async append(window: FailureWindow): Promise<void> {
    const { organizationId } = window;
    await this.unitOfWork
      .once((transaction) => this.events.append(transaction, { organizationId, actor: SERVER }, [draftOf(window)]))
      .catch((error: Error) => this.keep([window], error));
  }

  private keep(windows: readonly FailureWindow[], error: Error): void {
    for (const window of windows) this.failures.add(window);
    this.logger.warn(`Failed authentications could not be written yet: ${error.message}`);
  }
}

function draftOf({ organizationId, first, last, failures }: FailureWindow): EventDraft {
  return {
    type: 'authentication.failed',
    resourceType: 'Organization',
    resourceId: organizationId,
    data: {
      from: isoTime(first),
      to: isoTime(last),
      count: failures.reduce((sum, { count }) => sum + count, 0),
      failures: failures.map(({ reason, keyId, address, count }) => ({
        reason,
        ...(keyId !== null && { keyId }),
        address,
        count,
      })),
    },
  };
}
