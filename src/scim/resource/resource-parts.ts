import type { Connection, Transaction } from '../../platform/database/connection.js';
import type { EventDraft } from '../../events/event.js';
import type { Document } from '../attributes/document.js';
import type { ResourceType } from '../attributes/resource-type.js';
import type { ResourceChange } from '../patch/resource-change.js';
import type { ScimContext } from '../protocol/scim-context.js';
import type { ScimError } from '../protocol/scim-error.js';
import type { Projection } from './projection.js';
import type { JoinedColumns } from './resource-queries.js';
import type { ResourceRepository, ResourceRow } from './resource.repository.js';

export type Relations = ResourceChange['relations'];

/** A resource before and after a write; a new one has no before. */
export interface RowChange<Row> {
  readonly before?: Row;
  readonly after: Row;
}

/** What a `ResourceService` is composed of: one declaration a resource type. */
export interface ResourceParts<Row extends ResourceRow> {
  readonly type: ResourceType;
  readonly repository: ResourceRepository<Row>;
  readonly codec: ResourceCodec<Row>;
  /** What a client reads when a unique index refuses a row, by the name of the index: which attribute's value is taken. */
  readonly taken: Readonly<Record<string, string>>;
  /** Whether identity providers write these resources, and not only read them: they do unless it is said. */
  readonly isProvisioned?: boolean;
  /** Asked in this order: all guards first, then all rules. */
  readonly rules?: readonly ResourceRules<Row>[];
  readonly relations?: ResourceRelations<Row>;
  /** Carried out in this order. */
  readonly effects?: readonly ResourceEffects<Row>[];
  /** Those of attributes, unless the type tells more. */
  readonly events?: ResourceEvents<Row>;
  readonly computed?: ComputedAttributes;
}

/** Row ↔ document. */
export interface ResourceCodec<Row extends ResourceRow> {
  /** Attributes that a PUT leaves as they are when it does not name them; all others are cleared (RFC 7644 §3.5.1). */
  readonly keptByPut?: readonly string[];
  newRow(row: ResourceRow, context: ScimContext): Row;
  /** The row with other attributes. @throws ScimError where it cannot have them */
  withDocument(row: Row, document: Document, context: ScimContext): Row;
  /** All attributes that a write may change, relations left out. */
  documentOf(row: Row): Document;
  /** The attributes that a change starts from, where these are not all of them. */
  documentToChange?(row: Row): Document;
}

/** What the database has to be asked before a write may happen. */
export interface ResourceRules<Row extends ResourceRow> {
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
}

/** Attributes that are rows of their own, such as `members`. */
export interface ResourceRelations<Row extends ResourceRow> {
  /** @returns events of what really changed; none where everything was so already */
  applyRelations?(
    transaction: Transaction,
    context: ScimContext,
    row: Row,
    relations: Relations,
  ): Promise<readonly EventDraft[]>;
  /** Takes a resource that will be deleted out of everything that refers to it. @returns events of those */
  endRelations?(transaction: Transaction, context: ScimContext, row: Row): Promise<readonly EventDraft[]>;
}

/** What follows from a write in other tables. @returns what else happened */
export interface ResourceEffects<Row extends ResourceRow> {
  /** Once the rows are stored. @throws ScimError where what they add up to is not allowed */
  afterWrite?(
    transaction: Transaction,
    context: ScimContext,
    changes: readonly RowChange<Row>[],
  ): Promise<readonly EventDraft[]>;
  /** While the rows that refer to the resource are still there. */
  beforeDelete?(transaction: Transaction, context: ScimContext, row: Row): Promise<readonly EventDraft[]>;
}

/** What is told of the resource itself. */
export interface ResourceEvents<Row extends ResourceRow> {
  created(row: Row, type: ResourceType): EventDraft[];
  /** @returns nothing where nothing changed: then nothing is written */
  changed(before: Row, after: Row, type: ResourceType): EventDraft[];
  deleted(row: Row, type: ResourceType): EventDraft[];
}

/** What answers show beside the document, from other tables. */
export interface ComputedAttributes {
  /** Whether a new resource has none of them, because nothing refers to it yet. */
  readonly needsNoReadBack?: boolean;
  /** One object for each id; nothing that the projection leaves out is loaded. */
  computedAttributes(
    connection: Connection,
    context: ScimContext,
    ids: readonly string[],
    projection: Projection,
  ): Promise<object[]>;
  /** Tables that tell the same of few resources in the statement that reads these; undefined where that is not possible. */
  joinFor?(context: ScimContext, projection: Projection): JoinedColumns | undefined;
}
