import { DiscoveryService } from '@nestjs/core';
import type { EventDraft } from '../../events/event.js';
import type { Transaction } from '../../platform/database/connection.js';
import type { ResourceChange } from '../patch/resource-change.js';
import type { ScimContext } from '../protocol/scim-context.js';
import type { ScimError } from '../protocol/scim-error.js';
import type { ResourceRow } from './resource.repository.js';

export type Relations = ResourceChange['relations'];

/** A resource before and after a write; a new one has no before. */
export interface RowChange<Row> {
  readonly before?: Row;
  readonly after: Row;
}

/**
 * Marks a provider of any module as a `WriteHook` of a resource type.
 * @param type the name of the resource type
 * @param order of the hooks of one type, the lowest first: 100 unless it is said
 */
export const OnWrite = DiscoveryService.createDecorator<{ readonly type: string; readonly order?: number }>();

/**
 * What takes part in the writes of a resource type, in the transaction of the change: any of these methods, each a step
 * of the `ResourcePipeline`.
 */
export interface WriteHook<Row extends ResourceRow = ResourceRow> {
  /**
   * Asked before a resource is changed or deleted. What it writes is kept also when it withholds the change.
   * @param after absent for a deletion
   * @returns what happens along with the change, or the error that the change is withheld with
   */
  guardChange?(
    transaction: Transaction,
    context: ScimContext,
    before: Row,
    after: Row | undefined,
  ): Promise<readonly EventDraft[] | ScimError>;
  /**
   * @param after absent for a deletion
   * @param before absent for a new resource
   * @throws ScimError for what is not allowed; nothing is kept then
   */
  checkRules?(
    transaction: Transaction,
    context: ScimContext,
    after: Row | undefined,
    before: Row | undefined,
  ): Promise<void>;
  /**
   * Changes attributes that are rows of their own, such as `members`.
   * @returns events of what really changed; none where everything was so already
   */
  applyRelations?(
    transaction: Transaction,
    context: ScimContext,
    row: Row,
    relations: Relations,
  ): Promise<readonly EventDraft[]>;
  /** Takes a resource that will be deleted out of everything that refers to it. @returns events of those */
  endRelations?(transaction: Transaction, context: ScimContext, row: Row): Promise<readonly EventDraft[]>;
  /**
   * What follows in other tables once the rows are stored.
   * @returns what else happened
   * @throws ScimError where what the rows add up to is not allowed
   */
  afterWrite?(
    transaction: Transaction,
    context: ScimContext,
    changes: readonly RowChange<Row>[],
  ): Promise<readonly EventDraft[]>;
  /** Runs before a deletion, while the rows that refer to the resource are still there. */
  beforeDelete?(transaction: Transaction, context: ScimContext, row: Row): Promise<readonly EventDraft[]>;
}
