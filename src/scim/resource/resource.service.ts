import { isDeepStrictEqual } from 'node:util';
import { v7 as uuid } from 'uuid';
import type { Connection, Transaction } from '../../database/connection.js';
import { ForeignKeyViolationError, UniqueViolationError } from '../../database/database-errors.js';
import type { UnitOfWork } from '../../database/unit-of-work.js';
import type { EventDraft } from '../../events/event.js';
import type { EventsRepository } from '../../events/events.repository.js';
import { type Document, isUnassigned, schemasOf } from '../attributes/document.js';
import type { ResourceType } from '../attributes/resource-type.js';
import { parseFilter } from '../filter/parser.js';
import { applyPatch } from '../patch/apply.js';
import { readPatch } from '../patch/operation.js';
import type { ResourceChange } from '../patch/resource-change.js';
import { checkPrecondition, etagOf } from '../protocol/etag.js';
import { type ListResponse, listResponse } from '../protocol/list-response.js';
import type { ScimContext } from '../protocol/scim-context.js';
import { badRequest, ScimError, uniqueness } from '../protocol/scim-error.js';
import type { SearchRequest } from '../protocol/search-request.js';
import { Projection } from './projection.js';
import { readResource } from './read-resource.js';
import type { ResourceRepository, ResourceRow } from './resource.repository.js';

/** A resource as an answer shows it, and what the headers of that answer say. */
export interface Representation {
  readonly id: string;
  readonly version: number;
  readonly body: object;
}

type Relations = ResourceChange['relations'];

/**
 * The operations of RFC 7644 §3 on one resource type. Each write is one `ResourceChange`, stored with its events in one
 * transaction. A resource of another organization is not found.
 */
export abstract class ResourceService<Row extends ResourceRow> {
  constructor(
    readonly type: ResourceType,
    protected readonly unitOfWork: UnitOfWork,
    protected readonly repository: ResourceRepository<Row>,
    protected readonly events: EventsRepository,
  ) {}

  /** The row of a new resource. */
  protected abstract newRow(row: ResourceRow): Row;
  /** The row with other attributes. */
  protected abstract withDocument(row: Row, document: Document): Row;
  /** All attributes that a write may change, relations left out. */
  protected abstract documentOf(row: Row): Document;
  /** What an answer shows beside the document, one for each row; nothing that the projection leaves out is loaded. */
  protected abstract derived(
    connection: Connection,
    context: ScimContext,
    rows: readonly Row[],
    projection: Projection,
  ): Promise<object[]>;
  /** Changes the rows of relations and tells what really changed. */
  protected abstract relate(
    transaction: Transaction,
    context: ScimContext,
    row: Row,
    relations: Relations,
  ): Promise<EventDraft[]>;
  /** Takes the resource out of everything that refers to it. */
  protected abstract detach(transaction: Transaction, context: ScimContext, row: Row): Promise<EventDraft[]>;
  /** Says which unique value is taken. */
  protected abstract readonly takenDetail: string;

  async search(context: ScimContext, request: SearchRequest): Promise<ListResponse> {
    const { startIndex, count } = request;
    const filter = request.filter === undefined ? undefined : parseFilter(request.filter);
    const projection = Projection.of(this.type, request.attributes, request.excludedAttributes);
    return this.unitOfWork.read(async (connection) => {
      const { rows, totalResults } = await this.repository.search(connection, context, { filter, startIndex, count });
      const resources = await this.present(connection, context, rows, projection);
      return listResponse(
        resources.map(({ body }) => body),
        totalResults,
        startIndex,
      );
    });
  }

  async get(context: ScimContext, id: string, projection: Projection): Promise<Representation> {
    return this.unitOfWork.read(async (connection) => {
      const row = (await this.repository.find(connection, context.organizationId, id)) ?? this.notFound();
      return (await this.present(connection, context, [row], projection))[0]!;
    });
  }

  async create(context: ScimContext, body: unknown, projection: Projection): Promise<Representation> {
    const { document, relations } = readResource(body, this.type, context.profile);
    const now = Date.now();
    const { organizationId } = context;
    const row = this.newRow({ organizationId, id: uuid(), document, version: 1, createdAt: now, lastModifiedAt: now });
    await this.write(async (transaction) => {
      await this.repository.insert(transaction, row);
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
    projection: Projection,
  ): Promise<Representation> {
    const change = readResource(body, this.type, context.profile);
    const row = await this.change(context, id, ifMatch, (current) => ({
      ...change,
      document: this.replaced(current, change.document),
    }));
    return this.presentOne(context, row, projection);
  }

  /** @returns the resource when it is wanted, else undefined */
  async patch(
    context: ScimContext,
    id: string,
    body: unknown,
    ifMatch: string | undefined,
    projection?: Projection,
  ): Promise<Representation | undefined> {
    const operations = readPatch(body, context.profile);
    const row = await this.change(context, id, ifMatch, (current) =>
      applyPatch(current, operations, this.type, context.profile, id),
    );
    return projection && this.presentOne(context, row, projection);
  }

  async delete(context: ScimContext, id: string, ifMatch: string | undefined): Promise<void> {
    await this.write(async (transaction) => {
      const row = await this.locked(transaction, context, id, ifMatch);
      const related = await this.detach(transaction, context, row);
      await this.repository.delete(transaction, row);
      await this.events.append(transaction, context, [
        ...related,
        this.event('deleted', row, { attributes: this.documentOf(row) }),
      ]);
    });
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
      const related = await this.relate(transaction, context, before, relations);
      const drafts = [...this.changes(before, changed), ...related];
      if (drafts.length === 0) return before;
      const after = {
        ...changed,
        version: before.version + 1,
        lastModifiedAt: Math.max(Date.now(), before.lastModifiedAt + 1),
      };
      await this.repository.update(transaction, after, before);
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
      const document = this.documentOf(row);
      const whole = {
        schemas: schemasOf(document, this.type),
        id: row.id,
        ...document,
        ...derived[index],
        meta: this.meta(context, row),
      };
      return { id: row.id, version: row.version, body: projection.apply(whole) };
    });
  }

  private meta({ baseUrl }: ScimContext, { id, version, createdAt, lastModifiedAt }: Row) {
    return {
      resourceType: this.type.name,
      created: new Date(createdAt).toISOString(),
      lastModified: new Date(lastModifiedAt).toISOString(),
      location: `${baseUrl}${this.type.endpoint}/${id}`,
      version: etagOf(version),
    };
  }

  private notFound(): never {
    throw new ScimError(404, `No ${this.type.name} of this organization has the id in the URL`);
  }
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
