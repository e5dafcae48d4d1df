import type { Transaction } from '../platform/database/connection.js';
import type { UnitOfWork } from '../platform/database/unit-of-work.js';
import type { ChangeContext } from '../events/actor.js';
import type { EventDraft } from '../events/event.js';
import type { EventsRepository } from '../events/events.repository.js';
import type { AsyncRequest } from '../scim/async/async-request.entity.js';
import type { AsyncRequestsRepository, QueueLease } from '../scim/async/async-requests.repository.js';
import { statesIn, statesText, type StoredRequest } from '../scim/async/stored-request.js';
import { type BulkResult, type OperationState, saidOf } from '../scim/bulk/bulk-run.js';
import type { ScimContext } from '../scim/protocol/scim-context.js';
import { ScimError } from '../scim/protocol/scim-error.js';
import { completion } from './completion.js';

/** A queue that this process has, for as long as nobody else takes it. */
export interface HeldQueue extends QueueLease {
  /** When others may, if nothing is heard of this process from now on: in milliseconds since 1970. */
  readonly until: () => number;
}

/** The change is not kept, since another process carries out the same request. */
class LostLeaseError extends ScimError {
  constructor() {
    super(503, 'Another process carries this request out');
  }
}

/**
 * What has become of the operations of one request. An operation that changes something is noted in the transaction of
 * its change, so that it is made once, whatever happens to processes; one that does not, in a transaction of its own.
 */
export class Journal {
  private kept: readonly OperationState[];

  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly requests: AsyncRequestsRepository,
    private readonly events: EventsRepository,
    private readonly queue: HeldQueue,
    private readonly request: AsyncRequest,
    private readonly stored: StoredRequest,
  ) {
    this.kept = statesIn(request.states);
  }

  get states(): readonly OperationState[] {
    return this.kept;
  }

  /** The context in which an operation notes itself. */
  noting(context: ScimContext, index: number): ScimContext {
    const said = saidOf(this.stored.operations[index]!);
    return {
      ...context,
      completion: (transaction, outcome) => this.enter(transaction, new Map([[index, { ...said, ...outcome }]])),
    };
  }

  /** Notes an operation that has not noted itself. */
  async note(context: ChangeContext, index: number, result: BulkResult): Promise<void> {
    if (this.kept[index] === 'waiting') await this.append(context, new Map([[index, result]]));
  }

  /** Notes that nothing more of the request is carried out. */
  async noteRest(context: ChangeContext, error: ScimError): Promise<void> {
    const rest = [...this.kept.entries()].filter(([, state]) => state === 'waiting');
    const result = (index: number): BulkResult => ({
      ...saidOf(this.stored.operations[index]!),
      status: String(error.status),
      response: error,
    });
    if (rest.length > 0) await this.append(context, new Map(rest.map(([index]) => [index, result(index)])));
  }

  private async append(
    { organizationId, actor, requestId }: ChangeContext,
    results: ReadonlyMap<number, BulkResult>,
  ): Promise<void> {
    await this.unitOfWork.run(async (transaction) => {
      const drafts = await this.enter(transaction, results);
      await this.events.append(transaction, { organizationId, actor, requestId }, drafts);
    });
  }

  private async enter(transaction: Transaction, results: ReadonlyMap<number, BulkResult>): Promise<EventDraft[]> {
    const states = this.kept.map((state, index) => stateAfter(results.get(index)) ?? state);
    const isDone = !states.includes('waiting');
    const until = this.queue.until();
    const isHeld = isDone
      ? await this.requests.finish(transaction, this.queue, this.request, until)
      : await this.requests.advance(transaction, this.queue, this.request, statesText(states), until);
    if (!isHeld) throw new LostLeaseError();
    transaction.onCommit(() => (this.kept = states));
    return [...results].map(([index, result]) => completion(this.request, this.stored, index, result));
  }
}

function stateAfter(result: BulkResult | undefined): OperationState | undefined {
  return result && (result.response ? 'failed' : 'done');
}
