import { isDeepStrictEqual } from 'node:util';
import type { Sql } from 'sql-template-tag';
import { v7 as uuid } from 'uuid';
import type { Connection, Transaction } from '../../database/connection.js';
import { ForeignKeyViolationError, UniqueViolationError } from '../../database/database-errors.js';
import type { UnitOfWork } from '../../database/unit-of-work.js';
import type { EventDraft } from '../../events/event.js';
import type { EventsRepository } from '../../events/events.repository.js';
import { type Document, hidden, isUnassigned, schemasOf } from '../attributes/document.js';
import type { Extensions } from '../attributes/extensions.js';
import { checkImmutable, keepImmutable } from '../attributes/immutable.js';
import type { AttrPath, ResourceType } from '../attributes/resource-type.js';
import type { Schema } from '../attributes/schema.js';
import { parseAttrPath } from '../filter/attr-path.js';
import { parseFilter } from '../filter/parser.js';
import type { Window } from '../paging/page.js';
import { PagingService } from '../paging/paging.service.js';
import { applyPatch } from '../patch/apply.js';
import { readPatch } from '../patch/operation.js';
import type { ResourceChange } from '../patch/resource-change.js';
import { checkPrecondition, etagOf } from '../protocol/etag.js';
import type { ScimContext } from '../protocol/scim-context.js';
import { badRequest, invalidValue, ScimError, uniqueness } from '../protocol/scim-error.js';
import type { ProjectionRequest, SearchRequest } from '../protocol/search-request.js';
import type { Position } from '../sql/order.js';
import { Projection } from './projection.js';
import { faultOf, readResource } from './read-resource.js';
import type { Query, ResourceRepository, ResourceRow } from './resource.repository.js';

/** A resource as an answer shows it, and what the headers of that answer say. */
export interface Representation {
  readonly id: string;
  readonly version: number;
  readonly body: object;
}

type Relations = ResourceChange['relations'];

const ADOPTED_AT_ONCE = 500;
const EXPORTED_AT_ONCE = 100;
const WHOLE: ProjectionRequest = { attributes: [], excludedAttributes: [] };

/**
 * The operations of RFC 7644 §3 on one resource type. Each write is one `ResourceChange`, stored with its events in one
 * transaction. A resource of another organization is not found.
 */
export abstract class ResourceService<Row extends ResourceRow> {
  /** Whether identity providers write these resources, and not only read them. */
  readonly isProvisioned: boolean = true;

  constructor(
    readonly type: ResourceType,
    protected readonly unitOfWork: UnitOfWork,
    protected readonly repository: ResourceRepository<Row>,
    protected readonly events: EventsRepository,
    private readonly pagings: PagingService,
  ) {}

  /** The row of a new resource. */
  protected abstract newRow(row: ResourceRow): Row;
  /** The row with other attributes. */
  protected abstract withDocument(row: Row, document: Document): Row;
  /** All attributes that a write may change, relations left out. */
  protected abstract documentOf(row: Row): Document;
  /** Says which unique value is taken. */
  protected abstract readonly takenDetail: string;

  /** What an answer shows beside the document, one for each row; nothing that the projection leaves out is loaded. */
  protected async derived(
    _connection: Connection,
    _context: ScimContext,
    rows: readonly Row[],
    _projection: Projection,
  ): Promise<object[]> {
    return rows.map(() => ({}));
  }

  /** Refuses what only the database can tell to be wrong. @param before absent for a new resource */
  protected async verify(_transaction: Transaction, _context: ScimContext, _after: Row, _before?: Row): Promise<void> {}

  /** Changes the rows of relations and tells what really changed. */
  protected async relate(
    _transaction: Transaction,
    _context: ScimContext,
    _row: Row,
    _relations: Relations,
  ): Promise<EventDraft[]> {
    return [];
  }

  /** Takes the resource out of everything that refers to it. */
  protected async detach(_transaction: Transaction, _context: ScimContext, _row: Row): Promise<EventDraft[]> {
    return [];
  }

  async search(context: ScimContext, request: SearchRequest): Promise<object> {
    const query = queryOf(request);
    const projection = this.projection(context, request);
    const paging = await this.pagings.of(context, this.type.endpoint, request);
    return this.unitOfWork.read(async (connection) => {
      const { items, totalResults } = await this.repository.search(connection, context, query, paging.window);
      const rows = items.map(({ item }) => item);
      const resources = await this.present(connection, context, rows, projection);
      return paging.respond({
        items: items.map(({ position }, index) => ({ item: resources[index]!.body, position })),
        totalResults,
      });
    });
  }

  async get(context: ScimContext, id: string, request: ProjectionRequest): Promise<Representation> {
    const projection = this.projection(context, request);
    return this.unitOfWork.read(async (connection) => {
      const row = (await this.repository.find(connection, context.organizationId, id)) ?? this.notFound();
      return (await this.present(connection, context, [row], projection))[0]!;
    });
  }

  /** All resources in the order of their creation, with every value that is stored: also those that nobody sees. */
  async *export(context: ScimContext): AsyncGenerator<object> {
    const query: Query = { descending: false };
    for (let behind: Position | undefined; ;) {
      const window: Window = { limit: EXPORTED_AT_ONCE, offset: 0, behind, backward: false };
      const { positions, resources } = await this.unitOfWork.read(async (connection) => {
        const { items } = await this.repository.search(connection, context, query, window);
        const rows = items.map(({ item }) => item);
        const derived = await this.derived(connection, context, rows, this.projection(context, WHOLE));
        return {
          positions: items.map(({ position }) => position),
          resources: rows.map((row, index) => this.whole(context, row, derived[index]!)),
        };
      });
      yield* resources;
      if (positions.length < EXPORTED_AT_ONCE) return;
      behind = positions.at(-1);
    }
  }

  /** The ids and sort keys of all that a query finds, as a SELECT; attributes of other resource types are unassigned. */
  matching(context: ScimContext, query: Query): Sql {
    return this.repository.matching(context, this.unitOfWork.dialect, query);
  }

  /** Resources of those ids that are there, by id. */
  async getAll(
    connection: Connection,
    context: ScimContext,
    ids: readonly string[],
    request: ProjectionRequest,
  ): Promise<Map<string, object>> {
    const projection = this.projection(context, request);
    const rows = await this.repository.findAll(connection, context.organizationId, ids);
    const resources = await this.present(connection, context, rows, projection);
    return new Map(resources.map(({ id, body }) => [id, body]));
  }

  /** @param id that the resource shall have: made by the server, never by a client */
  async create(
    context: ScimContext,
    body: unknown,
    request: ProjectionRequest,
    id: string = uuid(),
  ): Promise<Representation> {
    const projection = this.projection(context, request);
    const { document, relations } = readResource(body, this.typeOf(context), context.profile);
    const now = Date.now();
    const { organizationId } = context;
    const row = this.newRow({ organizationId, id, document, version: 1, createdAt: now, lastModifiedAt: now });
    await this.write(async (transaction) => {
      await this.verify(transaction, context, row);
      await this.repository.insert(transaction, context, row);
      const related = await this.relate(transaction, context, row, relations);
      await this.events.append(transaction, context, [
        this.event('created', row, { attributes: this.documentOf(row) }),
        ...related,
      ]);
    });
    return this.presentOne(context, row, projection);
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
    await this.write(async (transaction) => {
      const row = await this.locked(transaction, context, id, ifMatch);
      const related = await this.detach(transaction, context, row);
      await this.repository.delete(transaction, context, row);
      await this.events.append(transaction, context, [
        ...related,
        this.event('deleted', row, { attributes: this.documentOf(row) }),
      ]);
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

  /** PUT clears what it leaves out (RFC 7644 §3.5.1). */
  protected replaced(_current: Document, given: Document): Document {
    return given;
  }

  /** What happened to the resource itself; empty when nothing did. */
  protected changes(before: Row, after: Row): EventDraft[] {
    const changed = changedAttributes(this.documentOf(before), this.documentOf(after));
    return Object.keys(changed).length === 0 ? [] : [this.event('updated', after, { changes: changed })];
  }

  protected event(what: string, { id }: ResourceRow, data: object): EventDraft {
    const resourceType = this.type.name as EventDraft['resourceType'];
    return { type: `${resourceType.toLowerCase()}.${what}`, resourceType, resourceId: id, data };
  }

  /** The attribute table as the organization has it. */
  private typeOf({ extensions }: ScimContext): ResourceType {
    return extensions.of(this.type);
  }

  private projection(context: ScimContext, { attributes, excludedAttributes }: ProjectionRequest): Projection {
    return Projection.of(this.typeOf(context), attributes, excludedAttributes);
  }

  private async change(
    context: ScimContext,
    id: string,
    ifMatch: string | undefined,
    compute: (current: Document) => ResourceChange,
  ): Promise<Row> {
    return this.write(async (transaction) => {
      const before = await this.locked(transaction, context, id, ifMatch);
      const { document, relations } = compute(this.documentOf(before));
      const changed = this.withDocument(before, document);
      await this.verify(transaction, context, changed, before);
      const related = await this.relate(transaction, context, before, relations);
      const drafts = [...this.changes(before, changed), ...related];
      if (drafts.length === 0) return before;
      const after = {
        ...changed,
        version: before.version + 1,
        lastModifiedAt: Math.max(Date.now(), before.lastModifiedAt + 1),
      };
      await this.repository.update(transaction, context, after, before);
      await this.events.append(transaction, context, drafts);
      return after;
    });
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

  private async write<T>(work: (transaction: Transaction) => Promise<T>): Promise<T> {
    return this.unitOfWork.run(work).catch((error: unknown) => {
      if (error instanceof UniqueViolationError) throw uniqueness(this.takenDetail);
      if (error instanceof ForeignKeyViolationError)
        throw badRequest('invalidValue', 'A resource that the request refers to was deleted meanwhile');
      throw error;
    });
  }

  private async presentOne(context: ScimContext, row: Row, projection: Projection): Promise<Representation> {
    const [representation] = await this.unitOfWork.read((connection) =>
      this.present(connection, context, [row], projection),
    );
    return representation!;
  }

  private async present(
    connection: Connection,
    context: ScimContext,
    rows: readonly Row[],
    projection: Projection,
  ): Promise<Representation[]> {
    const derived = await this.derived(connection, context, rows, projection);
    return rows.map((row, index) => {
      const body = projection.apply(this.whole(context, row, derived[index]!));
      return { id: row.id, version: row.version, body };
    });
  }

  /** Everything that is known of a resource, as far as it was loaded. */
  private whole(context: ScimContext, row: Row, derived: object): Record<string, unknown> {
    const document = this.documentOf(row);
    return {
      schemas: schemasOf(document, this.typeOf(context)),
      id: row.id,
      ...document,
      ...derived,
      meta: this.meta(context, row),
    };
  }

  /** URI of a resource. */
  locationOf({ baseUrl }: ScimContext, id: string): string {
    return `${baseUrl}${this.type.endpoint}/${id}`;
  }

  private meta(context: ScimContext, { id, version, createdAt, lastModifiedAt }: Row) {
    return {
      resourceType: this.type.name,
      created: new Date(createdAt).toISOString(),
      lastModified: new Date(lastModifiedAt).toISOString(),
      location: this.locationOf(context, id),
      version: etagOf(version),
    };
  }

  private notFound(): never {
    throw new ScimError(404, `No ${this.type.name} of this organization has the id in the URL`);
  }
}

/** @throws ScimError invalidFilter, invalidValue */
export function queryOf({ filter, sortBy, descending }: SearchRequest): Query {
  return {
    filter: filter === undefined ? undefined : parseFilter(filter),
    sortBy: sortBy === undefined ? undefined : sortPath(sortBy),
    descending,
  };
}

function sortPath(text: string): AttrPath {
  const path = parseAttrPath(text);
  if (!path) throw invalidValue('"sortBy" must be the name of an attribute, like name.familyName');
  return path;
}

/** Before and after of each top-level attribute that differs. */
function changedAttributes(before: Document, after: Document): Record<string, { before?: unknown; after?: unknown }> {
  const names = new Set([...Object.keys(before), ...Object.keys(after)]);
  const changed = [...names].filter((name) => !isDeepStrictEqual(before[name], after[name]));
  return Object.fromEntries(
    changed.map((name) => [
      name,
      {
        ...(!isUnassigned(before[name]) && { before: before[name] }),
        ...(!isUnassigned(after[name]) && { after: after[name] }),
      },
    ]),
  );
}
