import { setTimeout as delay } from 'node:timers/promises';
import { Injectable, Logger, type OnModuleDestroy } from '@nestjs/common';
import type { Response } from 'express';
import type { Transaction } from '../../platform/database/connection.js';
import {
  ConflictError,
  DatabaseUnavailableError,
  OverloadedError,
  UniqueViolationError,
} from '../../platform/database/database-errors.js';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import type { ScimRequest } from '../../scim/http/caller.decorator.js';
import { IgnoredRecorder } from '../ignored/ignored-recorder.js';
import { UnauthenticatedLog } from './unauthenticated-log.js';
import { FailedAuthenticationRecorder } from './failed-authentication-recorder.js';
import type { RecordedRequest } from './scim-request.entity.js';
import { recorded, type Timing } from './recorded-request.js';
import { redactedBody } from './redaction.js';
import { ScimRequestsRepository } from './scim-requests.repository.js';
import { SecretNames } from './secret-names.js';
import { settingsIn } from '../../organizations/organization-settings.js';

/** Requests that wait to be written, and the bodies among them. */
const MAX_WAITING = 5_000;
const MAX_WAITING_BYTES = 16 * 1024 * 1024;
/** In one transaction, so that nobody waits long for it. */
const AT_ONCE = 200;
const EVERY_MS = 1_000;
const LONGEST_PAUSE_MS = 10_000;
/** At the end of the process. */
const LAST_PATIENCE_MS = 5_000;

/**
 * Writes SCIM requests into the log, after they were answered and in transactions of their own: what fails or takes long
 * here is nothing to them. Up to some thousand wait in memory; there is no room for more, and a process that dies loses
 * them.
 */
@Injectable()
export class RequestRecorder implements OnModuleDestroy {
  /** Requests that are missing in the log, since the start. */
  dropped = 0;
  private readonly logger = new Logger(RequestRecorder.name);
  private readonly unauthenticatedLog = new UnauthenticatedLog();
  private waiting: RecordedRequest[] = [];
  private bytes = 0;
  /** What is being written, or is to be written again. */
  private batch: RecordedRequest[] = [];
  private timer: NodeJS.Timeout | undefined;
  private writing = Promise.resolve();
  private pause = EVERY_MS;
  private isClosed = false;

  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly requests: ScimRequestsRepository,
    private readonly secretNames: SecretNames,
    private readonly failedAuthentications: FailedAuthenticationRecorder,
    private readonly ignored: IgnoredRecorder,
  ) {}

  /** Takes note of a request that has ended. Costs it nothing but the note. */
  record(request: ScimRequest, response: Response, timing: Timing): void {
    const { scim, ignored } = request;
    if (scim && ignored) this.ignored.record(scim.organizationId, scim.actor.id ?? '', timing.time, ignored);
    if (scim && settingsIn(scim).requestLogRows === 0) return;
    const row = recorded(request, response, timing);
    if (!row) return;
    const { organizationId, time, address } = row;
    if (request.refusal) this.failedAuthentications.record(organizationId, time, request.refusal, address);
    if (this.isClosed || !this.take(row, request)) this.dropped += 1;
    else this.schedule();
  }

  /** Writes all that waits. Rejects when the database does not take it; what can be written later still waits. */
  flush(): Promise<void> {
    this.writing = this.writing.catch(() => undefined).then(() => this.write());
    return this.writing;
  }

  /** Before the database goes. */
  async onModuleDestroy(): Promise<void> {
    this.isClosed = true;
    clearTimeout(this.timer);
    const written = this.flush().catch(() => undefined);
    await Promise.race([written, delay(LAST_PATIENCE_MS, undefined, { ref: false })]);
    const lost = this.waiting.length + this.batch.length;
    this.dropped += lost;
    if (lost > 0) this.logger.warn(`${lost} requests could not be written into the log at the end`);
  }

  private take(row: RecordedRequest, { scim, body: content }: ScimRequest): boolean {
    if (!scim) return this.unauthenticatedLog.take(row);
    if (this.waiting.length >= MAX_WAITING || this.bytes >= MAX_WAITING_BYTES) return false;
    const isKept = settingsIn(scim).requestBodies && content !== undefined;
    const body = isKept ? redactedBody(content, this.secretNames.of(scim.extensions)) : null;
    this.bytes += body?.length ?? 0;
    this.waiting.push({ ...row, body });
    return true;
  }

  private schedule(): void {
    if (this.timer || this.isClosed) return;
    this.timer = setTimeout(() => void this.turn(), this.pause).unref();
  }

  /** While requests wait for the database, the log does too, as long as it has room. */
  private async turn(): Promise<void> {
    const hasRoom = this.waiting.length < MAX_WAITING / 2 && this.bytes < MAX_WAITING_BYTES / 2;
    if (!(this.unitOfWork.isCrowded && hasRoom)) await this.attempt();
    this.timer = undefined;
    if (this.waiting.length > 0 || this.batch.length > 0 || !this.unauthenticatedLog.isEmpty) this.schedule();
  }

  private async attempt(): Promise<void> {
    try {
      await this.flush();
      this.pause = EVERY_MS;
    } catch (error) {
      this.pause = Math.min(this.pause * 2, LONGEST_PAUSE_MS);
      this.logger.warn(`Requests could not be written into the log: ${(error as Error).message}`);
    }
  }

  private async write(): Promise<void> {
    while (this.batch.length > 0 || this.waiting.length > 0) {
      if (this.batch.length === 0) this.batch = this.waiting.splice(0, AT_ONCE);
      this.bytes = sizeOf(this.waiting);
      await this.keep((transaction) => this.requests.insert(transaction, this.batch), this.batch.length);
      this.batch = [];
    }
    await this.writeBadKeys();
  }

  /** Leaves out organizations that do not exist. */
  private async writeBadKeys(): Promise<void> {
    if (this.unauthenticatedLog.isEmpty) return;
    const { kept, overflows } = this.unauthenticatedLog.drain();
    const ids = new Set([...kept, ...overflows.map(({ row }) => row)].map(({ organizationId }) => organizationId));
    const lost = kept.length + overflows.reduce((sum, { uncounted }) => sum + uncounted, 0);
    try {
      const settings = await this.unitOfWork.read((connection) => this.requests.settingsOf(connection, [...ids]));
      const isWanted = ({ organizationId }: RecordedRequest) => (settings.get(organizationId)?.requestLogRows ?? 0) > 0;
      const rows = kept.filter(isWanted);
      for (let start = 0; start < rows.length; start += AT_ONCE)
        await this.unitOfWork.once((transaction) =>
          this.requests.insert(transaction, rows.slice(start, start + AT_ONCE)),
        );
      for (const { row, uncounted } of overflows.filter((overflow) => isWanted(overflow.row)))
        await this.unitOfWork.once((transaction) => this.requests.count(transaction, row, uncounted));
    } catch (error) {
      this.dropped += lost;
      throw error;
    }
  }

  /** What the database never takes is dropped. It is there already when only the answer to its COMMIT was lost. */
  private async keep(work: (transaction: Transaction) => void, number: number): Promise<void> {
    try {
      await this.unitOfWork.once(work);
    } catch (error) {
      if (error instanceof UniqueViolationError) return;
      if (isPassing(error)) throw error;
      this.dropped += number;
      this.logger.error(`${number} requests could not be written into the log: ${(error as Error).message}`);
    }
  }
}

function isPassing(error: unknown): boolean {
  return [DatabaseUnavailableError, ConflictError, OverloadedError].some((kind) => error instanceof kind);
}

function sizeOf(requests: readonly RecordedRequest[]): number {
  return requests.reduce((sum, { body }) => sum + (body?.length ?? 0), 0);
}
