import { newId } from '../../platform/ids/new-id.js';
import type { BulkProgress } from '../http/caller.decorator.js';
import { scimErrorOf } from '../http/scim-error-of.js';
import type { ScimContext } from '../protocol/scim-context.js';
import { invalidSyntax, invalidValue, ScimError } from '../protocol/scim-error.js';
import type { BulkOperation, BulkRequest } from './bulk-request.js';
import type { BulkTarget, BulkTargets } from './bulk-targets.js';
import { bulkIdsIn, resolved } from './references.js';

/** What became of one operation (RFC 7644 §3.7.3). */
export interface BulkResult {
  readonly method?: unknown;
  readonly bulkId?: unknown;
  readonly location?: string;
  readonly version?: string;
  readonly status: string;
  /** The error, when it failed. */
  readonly response?: ScimError;
}

export type OperationState = 'waiting' | 'done' | 'failed';

/** A result with the place of its operation in the request. */
export interface BulkStep {
  readonly index: number;
  readonly result: BulkResult;
}

/** Ids for what the operations make; null where one makes nothing. */
export function idsFor({ operations }: BulkRequest): (string | null)[] {
  return operations.map(({ method }) => (isPost(method) ? newId() : null));
}

/**
 * Carries out the operations of one bulk request, each in a transaction of its own, in the order given, except that one
 * that others refer to comes before them. What a POST makes gets its id beforehand, so that operations can refer to each
 * other in a circle wherever the attributes themselves allow it.
 */
export class BulkRun implements BulkProgress {
  private readonly states: (OperationState | 'running')[];
  private readonly indexOf = new Map<string, number>();
  private readonly ids = new Map<string, string>();
  private errors: number;

  /** @param made ids of what the operations make, from `idsFor` @param states in which an earlier run has left the operations */
  constructor(
    private readonly contextOf: (index: number) => ScimContext,
    private readonly request: BulkRequest,
    private readonly targets: BulkTargets,
    private readonly made: readonly (string | null)[],
    states: readonly OperationState[] = request.operations.map(() => 'waiting'),
  ) {
    this.states = [...states];
    this.errors = states.filter((state) => state === 'failed').length;
    request.operations.forEach(({ method, bulkId }, index) => {
      if (!isPost(method) || typeof bulkId !== 'string' || this.indexOf.has(bulkId)) return;
      this.indexOf.set(bulkId, index);
      this.ids.set(bulkId, made[index]!);
    });
  }

  /** Results in the order in which operations were carried out; those after the last error that was allowed are missing. */
  async *steps(): AsyncGenerator<BulkStep> {
    for (let index = 0; index < this.states.length; index += 1) yield* this.carryOut(index);
  }

  get operations(): number {
    return this.states.length;
  }

  get failed(): number {
    return this.errors;
  }

  private get isOver(): boolean {
    const { failOnErrors } = this.request;
    return failOnErrors !== undefined && this.errors >= failOnErrors;
  }

  private async *carryOut(index: number): AsyncGenerator<BulkStep> {
    if (this.states[index] !== 'waiting' || this.isOver) return;
    this.states[index] = 'running';
    const operation = this.request.operations[index]!;
    const references = bulkIdsIn(operation);
    for (const bulkId of references) {
      const referred = this.indexOf.get(bulkId);
      if (referred !== undefined) yield* this.carryOut(referred);
    }
    if (this.isOver) return;
    yield { index, result: await this.resultOf(operation, index, references) };
  }

  private async resultOf(operation: BulkOperation, index: number, references: readonly string[]): Promise<BulkResult> {
    const { method, bulkId } = operation;
    const said = saidOf(operation);
    const context = this.contextOf(index);
    let target: BulkTarget | undefined;
    try {
      this.refuseUnresolved(references);
      const { path, data, version } = resolved(operation, this.ids);
      target = this.targets.find(method, path);
      if (isPost(method)) this.checkBulkId(bulkId, index);
      const outcome = await target.carryOut(context, data, version, this.made[index] ?? undefined);
      this.states[index] = 'done';
      return { ...said, ...outcome };
    } catch (exception) {
      this.states[index] = 'failed';
      this.errors += 1;
      const error = this.circular(exception, references, index) ?? scimErrorOf(exception, context.requestId);
      const location = target?.locationOf(context);
      return { ...said, ...(location && { location }), status: String(error.status), response: error };
    }
  }

  private refuseUnresolved(references: readonly string[]): void {
    for (const bulkId of references) {
      const referred = this.indexOf.get(bulkId);
      if (referred === undefined) throw invalidValue('A "bulkId:" reference names no POST operation of this request');
      if (this.states[referred] === 'failed')
        throw new ScimError(409, 'An operation that this one refers to with "bulkId:" was not carried out');
    }
  }

  private checkBulkId(bulkId: unknown, index: number): void {
    if (typeof bulkId !== 'string' || bulkId === '') throw invalidSyntax('A POST operation needs a "bulkId"');
    if (this.indexOf.get(bulkId) !== index) throw invalidSyntax('The "bulkId" is that of another operation already');
  }

  /** RFC 7644 §3.7.1: a circle that cannot be resolved is 409. */
  private circular(exception: unknown, references: readonly string[], index: number): ScimError | undefined {
    if (!(exception instanceof ScimError && exception.scimType === 'invalidValue')) return undefined;
    const inCircle = references.some((bulkId) => {
      const referred = this.indexOf.get(bulkId);
      return referred === index || (referred !== undefined && this.states[referred] === 'running');
    });
    return inCircle
      ? new ScimError(409, 'These operations refer to each other in a circle that their attributes do not allow')
      : undefined;
  }
}

/** What a result repeats of its operation. */
export function saidOf({ method, bulkId }: BulkOperation): Pick<BulkResult, 'method' | 'bulkId'> {
  return { method, ...(bulkId !== undefined && { bulkId }) };
}

function isPost(method: unknown): boolean {
  return typeof method === 'string' && method.toUpperCase() === 'POST';
}
