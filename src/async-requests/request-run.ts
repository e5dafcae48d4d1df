import { Injectable } from '@nestjs/common';
import { clock } from '../platform/database/clock.js';
import { UnitOfWork } from '../platform/database/unit-of-work.js';
import type { ChangeContext } from '../events/actor.js';
import { EventsRepository } from '../events/events.repository.js';
import { IgnoredRecorder } from '../history/ignored/ignored-recorder.js';
import { ScimContexts } from '../scim-auth/scim-contexts.js';
import { ScimKeysService } from '../scim-auth/scim-keys.service.js';
import type { AsyncRequest } from '../scim/async/async-request.entity.js';
import { AsyncRequestsRepository } from '../scim/async/async-requests.repository.js';
import { AsyncRequestsService } from '../scim/async/async-requests.service.js';
import { statesIn, type StoredRequest } from '../scim/async/stored-request.js';
import { type BulkResult, BulkRun, saidOf } from '../scim/bulk/bulk-run.js';
import { BulkTargets } from '../scim/bulk/bulk-targets.js';
import { scimErrorOf } from '../scim/http/scim-error-of.js';
import type { KeyRefusal } from '../scim/http/key-refusal.js';
import type { ScimContext } from '../scim/protocol/scim-context.js';
import { ScimError } from '../scim/protocol/scim-error.js';
import { ResourcesRegistry } from '../scim/resource/resources.registry.js';
import { type HeldQueue, Journal } from './journal.js';

const UNAVAILABLE = 503;

/** The database is away, or another process has the queue: the request waits on. */
export class NotNowError extends Error {}

/** Carries out one request that was answered before, as a request that is not would be: by the same services. */
@Injectable()
export class RequestRun {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly requests: AsyncRequestsRepository,
    private readonly accepted: AsyncRequestsService,
    private readonly events: EventsRepository,
    private readonly keys: ScimKeysService,
    private readonly contexts: ScimContexts,
    private readonly registry: ResourcesRegistry,
    private readonly ignored: IgnoredRecorder,
  ) {}

  /** @param stop ends it after the operation under way @throws NotNowError */
  async run(queue: HeldQueue, request: AsyncRequest, stop: AbortSignal): Promise<void> {
    const { organizationId, keyId, requestId } = request;
    const stored = await this.accepted.open(request);
    const journal = this.journal(queue, request, stored ?? unreadable(request));
    const key = await this.keys.current(organizationId, keyId);
    const asked: ChangeContext = { organizationId, actor: { kind: 'key', id: keyId }, requestId };
    if ('reason' in key) return journal.noteRest(asked, ended(key));
    const context = await this.contexts.of(key, requestId, {
      noteIgnored: (resourceType, names) =>
        this.ignored.record(
          organizationId,
          keyId,
          clock.now(),
          names.map((name) => ({ resourceType, name })),
        ),
    });
    if (!stored) return journal.noteRest(context, lost());
    try {
      this.contexts.refuseSwitchedOff(key);
    } catch (error) {
      return journal.noteRest(context, scimErrorOf(error, requestId));
    }
    await (stored.isBulk ? this.carryOutAll(journal, context, stored, stop) : this.carryOut(journal, context, stored));
  }

  private journal(queue: HeldQueue, request: AsyncRequest, stored: StoredRequest): Journal {
    return new Journal(this.unitOfWork, this.requests, this.events, queue, request, stored);
  }

  private async carryOut(journal: Journal, context: ScimContext, { operations, ids }: StoredRequest): Promise<void> {
    const { method, path, data, version } = operations[0]!;
    const target = BulkTargets.of(this.registry).find(method, path);
    const said = saidOf(operations[0]!);
    const outcome = await target
      .carryOut(journal.noting(context, 0), data, version, ids[0] ?? undefined)
      .catch((error: unknown): Omit<BulkResult, 'method'> => {
        const response = scimErrorOf(error, context.requestId);
        const location = target.locationOf(context);
        return { ...(location && { location }), status: String(response.status), response };
      });
    await this.note(journal, context, 0, { ...said, ...outcome });
  }

  private async carryOutAll(
    journal: Journal,
    context: ScimContext,
    stored: StoredRequest,
    stop: AbortSignal,
  ): Promise<void> {
    const noting = (index: number) => journal.noting(context, index);
    const run = new BulkRun(noting, stored, BulkTargets.of(this.registry), stored.ids, journal.states);
    for await (const { index, result } of run.steps()) {
      await this.note(journal, context, index, result);
      if (stop.aborted) return;
    }
    await journal.noteRest(context, skipped());
  }

  /** What could not be carried out now is carried out later: nothing of it was kept. */
  private async note(journal: Journal, context: ScimContext, index: number, result: BulkResult): Promise<void> {
    if (result.response?.status === UNAVAILABLE) throw new NotNowError(result.response.detail);
    await journal.note(context, index, result);
  }
}

/** As many operations as there were, of which nothing is known. */
function unreadable({ states }: AsyncRequest): StoredRequest {
  const operations = statesIn(states).map(() => ({ path: '' }));
  return { isBulk: operations.length > 1, operations, ids: operations.map(() => null) };
}

function ended({ reason }: KeyRefusal): ScimError {
  const how = reason === 'revoked' || reason === 'expired' || reason === 'retired' ? reason : 'gone';
  return new ScimError(401, `The key of this request was ${how} before the request was carried out`);
}

function lost(): ScimError {
  return new ScimError(500, 'The request can no longer be decrypted because SERVER_SECRET has changed: send it again');
}

function skipped(): ScimError {
  return new ScimError(
    409,
    'Not carried out: as many operations of the request have failed as its "failOnErrors" allows',
  );
}
