import { clock } from '../../platform/database/clock.js';
import { isId, newId } from '../../platform/ids/new-id.js';
import type { Transaction } from '../../platform/database/connection.js';
import { ForeignKeyViolationError, UniqueViolationError } from '../../platform/database/database-errors.js';
import type { UnitOfWork } from '../../platform/database/unit-of-work.js';
import type { EventDraft } from '../../events/event.js';
import type { EventsRepository } from '../../events/events.repository.js';
import { type Document, hidden } from '../attributes/document.js';
import type { Extensions } from '../attributes/extensions.js';
import { checkImmutable, keepImmutable } from '../attributes/immutable.js';
import type { ResourceType } from '../attributes/resource-type.js';
import type { Schema } from '../attributes/schema.js';
import { PagingService } from '../paging/paging.service.js';
import { applyPatch } from '../patch/apply.js';
import { readPatch } from '../patch/operation.js';
import type { ResourceChange } from '../patch/resource-change.js';
import { checkPrecondition, etagOf } from '../protocol/etag.js';
import type { ScimContext } from '../protocol/scim-context.js';
import { badRequest, ScimError, uniqueness } from '../protocol/scim-error.js';
import type { ProjectionRequest } from '../protocol/search-request.js';
import { changedAttributes, withoutSecrets } from './changed-attributes.js';
import { faultOf, readResource } from './read-resource.js';
import { countCreated, countDeleted } from './resource-counts.js';
import { type Representation, ResourceReader } from './resource-reader.js';
import type { ResourceRepository, ResourceRow } from './resource.repository.js';

type Relations = ResourceChange['relations'];

/** A write as it was asked for. */
export interface Write {
  readonly method: 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** Of what it changes, or makes. */
  readonly id: string;
  readonly body?: unknown;
  readonly ifMatch?: string;
  readonly request?: ProjectionRequest;
}

/** A resource before and after; a new one has no before. */
export interface RowChange<Row> {
  readonly before?: Row;
  readonly after: Row;
}

const ADOPTED_AT_ONCE = 500;

/**
 * The operations of RFC 7644 §3 on one resource type. Each write is one `ResourceChange`, stored with its events in one
 * transaction.
 */
export abstract class ResourceService<Row extends ResourceRow> extends ResourceReader<Row> {
  /** Whether identity providers write these resources, and not only read them. */
  readonly isProvisioned: boolean = true;
  /** Whether nothing can be derived for a new resource, because nothing refers to it yet. */
  protected readonly needsNoReadBack: boolean = false;

  constructor(
    type: ResourceType,
    unitOfWork: UnitOfWork,
    repository: ResourceRepository<Row>,
    private readonly events: EventsRepository,
    pagings: PagingService,
  ) {
    super(type, unitOfWork, repository, pagings);
  }

  /** The row of a new resource. */
  protected abstract newRow(row: ResourceRow, context: ScimContext): Row;
  /** The row with other attributes. */
  protected abstract withDocument(row: Row, document: Document, context: ScimContext): Row;
  /** What a client reads when a unique index refuses a row, by the name of the index: which attribute's value is taken. */
  protected abstract readonly taken: Readonly<Record<string, string>>;

  /** Refuses what only the database can tell to be wrong. @param before absent for a new resource */
  protected async checkRules(
    _transaction: Transaction,
    _context: ScimContext,
    _after: Row,
    _before?: Row,
  ): Promise<void> {}

  /**
   * Asked before a resource is changed or deleted, with its row locked. What it writes is kept also when it withholds
   * the change, which then is not made.
   * @param after absent for a deletion
   * @returns what happens beside the change, or the error that the change is withheld with
   */
  protected async guardChange(
    _transaction: Transaction,
    _context: ScimContext,
    _before: Row,
    _after?: Row,
  ): Promise<readonly EventDraft[] | ScimError> {
    return [];
  }

  /** Changes the rows of relations and tells what really changed. */
  protected async applyRelations(
    _transaction: Transaction,
    _context: ScimContext,
    _row: Row,
    _relations: Relations,
  ): Promise<EventDraft[]> {
    return [];
  }

  /** What follows from changes that are made, in other tables; tells what else happened. */
  protected async afterWrite(
    _transaction: Transaction,
    _context: ScimContext,
    _changes: readonly RowChange<Row>[],
  ): Promise<EventDraft[]> {
    return [];
  }

  /** Takes the resource out of everything that refers to it. */
  protected async beforeDelete(_transaction: Transaction, _context: ScimContext, _row: Row): Promise<EventDraft[]> {
    return [];
  }

  /** Refuses what is wrong with a write whatever is stored. @throws ScimError */
  examine(context: ScimContext, { method, id, body, request }: Write): void {
    if (!isId(id)) this.notFound();
    if (request) this.projection(context, request);
    if (method === 'PATCH') readPatch(body, context.profile);
    else if (method !== 'DELETE') readResource(body, this.typeOf(context), context.profile);
  }

  /** @param id that the resource shall have: made by the server, never by a client */
  async create(
    context: ScimContext,
    body: unknown,
    request: ProjectionRequest,
    id: string = newId(),
  ): Promise<Representation> {
    const projection = this.projection(context, request);
    const { document, relations } = readResource(body, this.typeOf(context), context.profile);
    const row = this.newRowFrom(context, id, document);
    await this.write((transaction) => this.insert(transaction, context, row, relations));
    return this.needsNoReadBack
      ? this.representation(context, row, {}, projection)
      : this.presentOne(context, row, projection);
  }

  /** Many resources without relations, all or none. @returns their ids */
  async createAll(context: ScimContext, bodies: readonly unknown[]): Promise<string[]> {
    const type = this.typeOf(context);
    const rows = bodies.map((body) =>
      this.newRowFrom(context, newId(), readResource(body, type, context.profile).document),
    );
    const ids = rows.map(({ id }) => id);
    await this.write(async (transaction) => {
      for (const row of rows) await this.checkRules(transaction, context, row);
      await this.repository.insert(transaction, context, rows);
      const created = rows.map((row) => this.created(row, type));
      const followed = await this.afterWrite(
        transaction,
        context,
        rows.map((row) => ({ after: row })),
      );
      await this.events.append(transaction, context, [...created, ...followed]);
      await countCreated(transaction, context.organizationId, this.type, ids);
    });
    return ids;
  }

  async replace(
    context: ScimContext,
    id: string,
    body: unknown,
    ifMatch: string | undefined,
    request: ProjectionRequest,
  ): Promise<Representation> {
    const projection = this.projection(context, request);
    const type = this.typeOf(context);
    const change = readResource(body, type, context.profile);
    const row = await this.change(context, id, ifMatch, (current) => ({
      ...change,
      document: keepImmutable(current, this.replaced(current, { ...hidden(current, type), ...change.document }), type),
    }));
    return this.presentOne(context, row, projection);
  }

  /**
   * @param answersWithResource whether the resource is wanted although the client chose no attributes (RFC 7644 §3.5.2)
   * @returns the resource when it is wanted, else undefined
   */
  async patch(
    context: ScimContext,
    id: string,
    body: unknown,
    ifMatch: string | undefined,
    request: ProjectionRequest,
    answersWithResource: boolean,
  ): Promise<Representation | undefined> {
    const projection = this.projection(context, request);
    const operations = readPatch(body, context.profile);
    const type = this.typeOf(context);
    const row = await this.change(context, id, ifMatch, (current) => {
      const change = applyPatch(current, operations, type, context.profile, id);
      checkImmutable(current, change.document, type);
      return change;
    });
    return answersWithResource || projection.chosen ? this.presentOne(context, row, projection) : undefined;
  }

  async delete(context: ScimContext, id: string, ifMatch: string | undefined): Promise<void> {
    await this.writeUnlessWithheld(async (transaction) => {
      const row = await this.locked(transaction, context, id, ifMatch);
      const guarded = await this.guardChange(transaction, context, row);
      if (guarded instanceof ScimError) return guarded;
      const related = await this.beforeDelete(transaction, context, row);
      await this.repository.delete(transaction, context, row);
      const completed = await this.completed(transaction, context, '204', row);
      await this.events.append(transaction, context, [
        ...guarded,
        ...related,
        this.event('deleted', row, { attributes: withoutSecrets(this.documentOf(row), this.typeOf(context)) }),
        ...completed,
      ]);
      await countDeleted(transaction, context.organizationId, this.type);
      return undefined;
    });
  }

  /**
   * Takes values that are stored under an extension's URN into its keeping, so that filters find them.
   * @returns what does not fit the schema; then nothing may be committed
   */
  async adopt(
    transaction: Transaction,
    organizationId: string,
    extensions: Extensions,
    schema: Schema,
  ): Promise<string[]> {
    const type = extensions.of(this.type);
    for (let afterId = ''; ;) {
      const rows = await this.repository.holding(transaction, organizationId, schema.id, afterId, ADOPTED_AT_ONCE);
      for (const row of rows) {
        const fault = faultOf(row.document[schema.id], schema);
        if (fault)
          return [`${this.type.name} ${row.id} has a value from an earlier registration that does not fit: ${fault}`];
        await this.repository.index(transaction, row, type);
      }
      if (rows.length < ADOPTED_AT_ONCE) return [];
      afterId = rows.at(-1)!.id;
    }
  }

  /** The attributes that a change starts from. */
  protected changeable(row: Row): Document {
    return this.documentOf(row);
  }

  /** PUT clears what it leaves out (RFC 7644 §3.5.1). */
  protected replaced(_current: Document, given: Document): Document {
    return given;
  }

  /** What happened to the resource itself; empty when nothing did. */
  protected changes(before: Row, after: Row, type: ResourceType): EventDraft[] {
    const changed = changedAttributes(this.documentOf(before), this.documentOf(after), type);
    return Object.keys(changed).length === 0 ? [] : [this.event('updated', after, { changes: changed })];
  }

  protected event(what: string, { id }: ResourceRow, data: object): EventDraft {
    const resourceType = this.type.name as EventDraft['resourceType'];
    return { type: `${resourceType.toLowerCase()}.${what}`, resourceType, resourceId: id, data };
  }

  /** Stores a new resource with its events. */
  protected async insert(
    transaction: Transaction,
    context: ScimContext,
    row: Row,
    relations: Relations,
  ): Promise<void> {
    await this.checkRules(transaction, context, row);
    await this.repository.insert(transaction, context, [row]);
    const related = await this.applyRelations(transaction, context, row, relations);
    const followed = await this.afterWrite(transaction, context, [{ after: row }]);
    const completed = await this.completed(transaction, context, '201', row);
    const drafts = [this.created(row, this.typeOf(context)), ...related, ...followed, ...completed];
    await this.events.append(transaction, context, drafts);
    await countCreated(transaction, context.organizationId, this.type, [row.id]);
  }

  protected newRowFrom(context: ScimContext, id: string, document: Document): Row {
    const { organizationId } = context;
    const now = clock.now();
    return this.newRow({ organizationId, id, document, version: 1, createdAt: now, lastModifiedAt: now }, context);
  }

  protected created(row: Row, type: ResourceType): EventDraft {
    return this.event('created', row, { attributes: withoutSecrets(this.documentOf(row), type) });
  }

  private async change(
    context: ScimContext,
    id: string,
    ifMatch: string | undefined,
    compute: (current: Document) => ResourceChange,
  ): Promise<Row> {
    return this.writeUnlessWithheld(async (transaction) => {
      const before = await this.locked(transaction, context, id, ifMatch);
      const { document, relations } = compute(this.changeable(before));
      const changed = this.withDocument(before, document, context);
      const guarded = await this.guardChange(transaction, context, before, changed);
      if (guarded instanceof ScimError) return guarded;
      await this.checkRules(transaction, context, changed, before);
      const related = await this.applyRelations(transaction, context, before, relations);
      const drafts = [...this.changes(before, changed, this.typeOf(context)), ...related];
      if (drafts.length === 0) return before;
      const after = {
        ...changed,
        version: before.version + 1,
        lastModifiedAt: Math.max(clock.now(), before.lastModifiedAt + 1),
      };
      await this.repository.update(transaction, context, after, before);
      const followed = await this.afterWrite(transaction, context, [{ before, after }]);
      const completed = await this.completed(transaction, context, '200', after);
      await this.events.append(transaction, context, [...guarded, ...drafts, ...followed, ...completed]);
      return after;
    });
  }

  /** What a request that nobody waits for tells beside its change. */
  private async completed(
    transaction: Transaction,
    context: ScimContext,
    status: string,
    { id, version }: Row,
  ): Promise<readonly EventDraft[]> {
    if (!context.completion) return [];
    const location = this.locationOf(context, id);
    return context.completion(transaction, { status, location, ...(status !== '204' && { version: etagOf(version) }) });
  }

  private async locked(
    transaction: Transaction,
    context: ScimContext,
    id: string,
    ifMatch: string | undefined,
  ): Promise<Row> {
    const row = (await this.repository.find(transaction, context.organizationId, id, true)) ?? this.notFound();
    checkPrecondition(ifMatch, row.version);
    return row;
  }

  private async writeUnlessWithheld<T>(work: (transaction: Transaction) => Promise<T | ScimError>): Promise<T> {
    const outcome = await this.write(work);
    if (outcome instanceof ScimError) throw outcome;
    return outcome;
  }

  protected async write<T>(work: (transaction: Transaction) => Promise<T>): Promise<T> {
    return this.unitOfWork.run(work).catch((error: unknown) => {
      const taken = error instanceof UniqueViolationError ? this.taken[error.index ?? ''] : undefined;
      if (taken) throw uniqueness(taken);
      if (error instanceof ForeignKeyViolationError)
        throw badRequest('invalidValue', 'A resource that the request refers to was deleted meanwhile');
      throw error;
    });
  }
}
