import { Injectable, Logger } from '@nestjs/common';
import { clock } from '../../platform/database/clock.js';
import { PeriodicWriter } from '../../platform/database/periodic-writer.js';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import { SERVER } from '../../events/actor.js';
import type { EventDraft } from '../../events/event.js';
import { EventsRepository } from '../../events/events.repository.js';
import type { KeyRefusal } from '../../scim/http/key-refusal.js';
import { FailedAuthentications, type FailureWindow } from './failed-authentications.js';
import { ScimRequestsRepository } from './scim-requests.repository.js';
import { isoTime } from '../../platform/time.js';

/** Organizations that one query asks for. */
const AT_ONCE = 500;

/**
 * Tells of requests without a right key: one event for each organization and minute in which there were any, written after
 * that minute.
 */
@Injectable()
export class FailedAuthenticationRecorder extends PeriodicWriter {
  private readonly logger = new Logger(FailedAuthenticationRecorder.name);
  private readonly failures = new FailedAuthentications();

  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly requests: ScimRequestsRepository,
    private readonly events: EventsRepository,
  ) {
    super();
  }

  /** Costs the request nothing but the count. */
  record(organizationId: string, time: number, refusal: KeyRefusal, address: string): void {
    this.failures.count(organizationId, time, refusal, address);
  }

  /** Writes the minutes that are over, or all at the end. */
  protected async write(isLast: boolean): Promise<void> {
    const windows = this.failures.drain(isLast ? Infinity : clock.now());
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
