import { clock } from '../../platform/database/clock.js';
import type { Transaction } from '../../platform/database/connection.js';
import { ForeignKeyViolationError, UniqueViolationError } from '../../platform/database/database-errors.js';
import type { EventDraft } from '../../events/event.js';
import { checkPrecondition, etagOf } from '../protocol/etag.js';
import type { ScimContext } from '../protocol/scim-context.js';
import { badRequest, ScimError, uniqueness } from '../protocol/scim-error.js';
import { AttributeEvents } from './attribute-events.js';
import { countCreated, countDeleted } from './resource-counts.js';
import type { ResourceKernel } from './resource-kernel.js';
import type { ResourceEvents, ResourceParts } from './resource-parts.js';
import { locationOf, notFound } from './resource-reader.js';
import type { ResourceRow } from './resource.repository.js';
import type { Relations, WriteHook } from './write-hook.js';

/** What a write does to a resource: a new one has no before, a deleted one no after. All of one write are of one kind. */
interface Change<Row> {
  readonly before?: Row;
  readonly after?: Row;
}

/** A change of a row, with what it asks of relations. */
interface Planned<Row> {
  readonly after: Row;
  readonly relations: Relations;
}

const NO_RELATIONS: Relations = new Map();

/**
 * The steps of every write, the same for create, replace, patch and delete, in one transaction:
 *
 * 1. **lock** the row, and compare the version with `If-Match` (a new resource has neither)
 * 2. **guard**: `guardChange` may withhold a change or deletion, and keeps what it wrote
 * 3. **rules**: `checkRules` refuses, and nothing is kept
 * 4. **relations**: `applyRelations`, or `endRelations` before a deletion. Where nothing was changed so far, that is all
 * 5. **store** the row
 * 6. **effects**: `afterWrite`, or `beforeDelete`
 * 7. **events**, last, as they take the organization's next sequence number
 *
 * Foreign keys move the fifth step in two cases: a new row is stored before the relations that refer to it, and a row is
 * deleted after the effects, which need what refers to it.
 */
export class ResourcePipeline<Row extends ResourceRow> {
  private readonly events: ResourceEvents<Row>;

  constructor(
    private readonly kernel: ResourceKernel,
    private readonly parts: ResourceParts<Row>,
  ) {
    this.events = parts.events ?? new AttributeEvents(parts.type, parts.codec);
  }

  /** All of them or none. */
  async create(context: ScimContext, rows: readonly Row[], relations: Relations = NO_RELATIONS): Promise<void> {
    const changes = rows.map((after) => ({ after }));
    await this.run((transaction) => this.carryOut(transaction, context, changes, relations));
  }

  /** @returns the row as it is then: as before where nothing was changed */
  change(
    context: ScimContext,
    id: string,
    ifMatch: string | undefined,
    plan: (before: Row) => Planned<Row>,
  ): Promise<Row> {
    return this.run(async (transaction) => {
      const { before, after, relations } = await this.planned(transaction, context, id, ifMatch, plan);
      const isChanged = await this.carryOut(transaction, context, [{ before, after }], relations);
      if (isChanged instanceof ScimError) return isChanged;
      return isChanged ? after : before;
    });
  }

  /** Changes a resource as part of another change. @returns events for that change to append */
  async changeAlong(
    transaction: Transaction,
    context: ScimContext,
    id: string,
    plan: (before: Row) => Planned<Row>,
  ): Promise<readonly EventDraft[]> {
    const { before, after, relations } = await this.planned(transaction, context, id, undefined, plan);
    const happened = await this.apply(transaction, context, [{ before, after }], relations);
    if (happened instanceof ScimError) throw happened;
    return happened;
  }

  async delete(context: ScimContext, id: string, ifMatch: string | undefined): Promise<void> {
    await this.run(async (transaction) => {
      const before = await this.lock(transaction, context, id, ifMatch);
      return this.carryOut(transaction, context, [{ before }], NO_RELATIONS);
    });
  }

  /** @returns whether anything was changed, or the error that the change is withheld with */
  private async carryOut(
    transaction: Transaction,
    context: ScimContext,
    changes: readonly Change<Row>[],
    relations: Relations,
  ): Promise<boolean | ScimError> {
    await context.actor.recheck?.(transaction);
    const happened = await this.apply(transaction, context, changes, relations);
    if (happened instanceof ScimError) return happened;
    if (happened.length === 0) return false;
    const completed = await this.complete(transaction, context, changes);
    await this.kernel.events.append(transaction, context, [...happened, ...completed]);
    await this.count(transaction, context, changes);
    return true;
  }

  /** @returns what happened, or the error that the change is withheld with */
  private async apply(
    transaction: Transaction,
    context: ScimContext,
    changes: readonly Change<Row>[],
    relations: Relations,
  ): Promise<readonly EventDraft[] | ScimError> {
    const guarded = await this.guard(transaction, context, changes);
    if (guarded instanceof ScimError) return guarded;
    await this.check(transaction, context, changes);
    await this.insert(transaction, context, changes);
    const related = await this.relate(transaction, context, changes, relations);
    const own = changes.flatMap((change) => this.eventsOf(context, change));
    if (own.length === 0 && related.length === 0) return [];
    const followed = await this.store(transaction, context, changes);
    // The last that is told of a resource is that it was deleted.
    const isDeletion = changes[0]!.after === undefined;
    return [...guarded, ...(isDeletion ? [...related, ...followed, ...own] : [...own, ...related, ...followed])];
  }

  private get hooks(): readonly WriteHook<Row>[] {
    return this.kernel.hooks.of(this.parts.type.name) as readonly WriteHook<Row>[];
  }

  /** Locks a resource. @returns it before and after what is planned */
  private async planned(
    transaction: Transaction,
    context: ScimContext,
    id: string,
    ifMatch: string | undefined,
    plan: (before: Row) => Planned<Row>,
  ) {
    const before = await this.lock(transaction, context, id, ifMatch);
    const { after, relations } = plan(before);
    const lastModifiedAt = Math.max(clock.now(), before.lastModifiedAt + 1);
    return { before, after: { ...after, version: before.version + 1, lastModifiedAt }, relations };
  }

  private async lock(
    transaction: Transaction,
    { organizationId }: ScimContext,
    id: string,
    ifMatch: string | undefined,
  ): Promise<Row> {
    const { repository, type } = this.parts;
    const row = (await repository.find(transaction, organizationId, id, true)) ?? notFound(type);
    checkPrecondition(ifMatch, row.version);
    return row;
  }

  private async guard(
    transaction: Transaction,
    context: ScimContext,
    changes: readonly Change<Row>[],
  ): Promise<readonly EventDraft[] | ScimError> {
    const drafts: EventDraft[] = [];
    for (const { before, after } of changes)
      for (const hook of before ? this.hooks : []) {
        const guarded = (await hook.guardChange?.(transaction, context, before!, after)) ?? [];
        if (guarded instanceof ScimError) return guarded;
        drafts.push(...guarded);
      }
    return drafts;
  }

  private async check(transaction: Transaction, context: ScimContext, changes: readonly Change<Row>[]): Promise<void> {
    for (const { before, after } of changes)
      for (const hook of this.hooks) await hook.checkRules?.(transaction, context, after, before);
  }

  private async relate(
    transaction: Transaction,
    context: ScimContext,
    changes: readonly Change<Row>[],
    asked: Relations,
  ): Promise<readonly EventDraft[]> {
    const drafts: EventDraft[] = [];
    for (const { before, after } of changes)
      for (const hook of this.hooks) {
        const changed = after
          ? await hook.applyRelations?.(transaction, context, before ?? after, asked)
          : await hook.endRelations?.(transaction, context, before!);
        drafts.push(...(changed ?? []));
      }
    return drafts;
  }

  private eventsOf({ extensions }: ScimContext, { before, after }: Change<Row>): EventDraft[] {
    const type = extensions.of(this.parts.type);
    if (!after) return this.events.deleted(before!, type);
    return before ? this.events.changed(before, after, type) : this.events.created(after, type);
  }

  private async insert(transaction: Transaction, context: ScimContext, changes: readonly Change<Row>[]): Promise<void> {
    const rows = changes.flatMap(({ before, after }) => (before ? [] : [after!]));
    if (rows.length > 0) await this.parts.repository.insert(transaction, context, rows);
  }

  /** Stores the rows that were there before. @returns what else happened by the effects of the write */
  private async store(
    transaction: Transaction,
    context: ScimContext,
    changes: readonly Change<Row>[],
  ): Promise<readonly EventDraft[]> {
    const { repository } = this.parts;
    const drafts: EventDraft[] = [];
    const written = changes.flatMap(({ before, after }) => (after ? [{ before, after }] : []));
    const deleted = changes.flatMap(({ before, after }) => (after ? [] : [before!]));
    for (const { before, after } of written) if (before) await repository.update(transaction, context, after, before);
    for (const hook of this.hooks) {
      if (written.length > 0) drafts.push(...((await hook.afterWrite?.(transaction, context, written)) ?? []));
      for (const row of deleted) drafts.push(...((await hook.beforeDelete?.(transaction, context, row)) ?? []));
    }
    for (const row of deleted) await repository.delete(transaction, context, row);
    return drafts;
  }

  /** What a request that nobody waits for tells beside its change. */
  private async complete(
    transaction: Transaction,
    context: ScimContext,
    changes: readonly Change<Row>[],
  ): Promise<readonly EventDraft[]> {
    const drafts: EventDraft[] = [];
    for (const { before, after } of context.completion ? changes : []) {
      const location = locationOf(context, this.parts.type, (after ?? before)!.id);
      const result = after
        ? { status: before ? '200' : '201', location, version: etagOf(after.version) }
        : { status: '204', location };
      drafts.push(...(await context.completion!(transaction, result)));
    }
    return drafts;
  }

  private async count(
    transaction: Transaction,
    { organizationId }: ScimContext,
    changes: readonly Change<Row>[],
  ): Promise<void> {
    const { type } = this.parts;
    const created = changes.flatMap(({ before, after }) => (before ? [] : [after!.id]));
    if (created.length > 0) await countCreated(transaction, organizationId, type, created);
    for (const { after } of changes) if (!after) await countDeleted(transaction, organizationId, type);
  }

  private async run<T>(work: (transaction: Transaction) => Promise<T | ScimError>): Promise<T> {
    const result = await this.kernel.unitOfWork.run(work).catch((error: unknown) => {
      const taken = error instanceof UniqueViolationError && this.parts.repository.takenBy(error.index);
      if (taken) throw uniqueness(taken);
      if (error instanceof ForeignKeyViolationError)
        throw badRequest('invalidValue', 'A resource that the request refers to was deleted meanwhile');
      throw error;
    });
    // A change that is withheld keeps what its guard wrote: it is committed, and refused then.
    if (result instanceof ScimError) throw result;
    return result;
  }
}
