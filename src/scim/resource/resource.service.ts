import { clock } from '../../platform/database/clock.js';
import { isId, newId } from '../../platform/ids/new-id.js';
import type { EventDraft } from '../../events/event.js';
import type { Transaction } from '../../platform/database/connection.js';
import { type Document, hidden } from '../attributes/document.js';
import type { Extensions } from '../attributes/extensions.js';
import { Ignored } from '../attributes/ignored.js';
import { checkImmutable, keepImmutable } from '../attributes/immutable.js';
import type { Schema } from '../attributes/schema.js';
import { parseFilter } from '../filter/parser.js';
import { applyPatch } from '../patch/apply.js';
import { readPatch } from '../patch/operation.js';
import type { ResourceChange } from '../patch/resource-change.js';
import type { ScimContext } from '../protocol/scim-context.js';
import type { ProjectionRequest } from '../protocol/search-request.js';
import { mergedWith, unnamedIn } from './defined-resource.js';
import type { Position } from '../sql/order.js';
import { faultOf, readResource } from './read-resource.js';
import type { ResourceKernel } from './resource-kernel.js';
import type { ResourceParts } from './resource-parts.js';
import { ResourcePipeline } from './resource-pipeline.js';
import { notFound, type Representation, ResourceReader } from './resource-reader.js';
import type { ResourceRow } from './resource.repository.js';

/** A write as it was asked for. */
export interface Write {
  readonly method: 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** The resource that it changes or makes. */
  readonly id: string;
  readonly body?: unknown;
  readonly ifMatch?: string;
  readonly request?: ProjectionRequest;
}

const INDEXED_AT_ONCE = 500;
const CHANGED_AT_ONCE = 100;

/**
 * The operations of RFC 7644 §3 on one resource type, which is made of the parts that it is handed. Each write is one
 * `ResourceChange`, which the steps of the pipeline carry out.
 */
export class ResourceService<Row extends ResourceRow = ResourceRow> extends ResourceReader<Row> {
  /** Whether identity providers write these resources, and not only read them. */
  readonly isProvisioned: boolean;
  /** Attributes of a resource, for the OpenAPI document. */
  readonly example?: Document;
  private readonly pipeline: ResourcePipeline<Row>;

  constructor(kernel: ResourceKernel, parts: ResourceParts<Row>) {
    super(kernel, parts);
    this.isProvisioned = parts.isProvisioned ?? true;
    this.example = parts.example;
    this.pipeline = new ResourcePipeline(kernel, parts);
  }

  /** Refuses what is wrong with a write whatever is stored. @throws ScimError */
  examine(context: ScimContext, { method, id, body, request }: Write): void {
    if (!isId(id)) notFound(this.type);
    if (request) this.projection(context, request);
    if (method === 'PATCH') readPatch(body, context.profile);
    else if (method !== 'DELETE') readResource(body, this.typeOf(context), context.profile);
  }

  /**
   * @param id that the resource shall have: made by the server, never by a client
   * @param born what the row has from the start that no client can say
   */
  async create(
    context: ScimContext,
    body: unknown,
    request: ProjectionRequest,
    id: string = newId(),
    born: Partial<Row> = {},
  ): Promise<Representation> {
    const projection = this.projection(context, request);
    const ignored = new Ignored();
    const { document, relations } = readResource(body, this.typeOf(context), context.profile, ignored);
    const row = { ...this.newRowFrom(context, id, document), ...born };
    await this.pipeline.create(context, [row], relations);
    this.tell(context, ignored);
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
    await this.pipeline.create(context, rows);
    return rows.map(({ id }) => id);
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
    const ignored = new Ignored();
    const { document, relations, body: defined } = readResource(body, type, context.profile, ignored);
    const row = await this.change(context, id, ifMatch, (current) => {
      const kept = ignored.isEmpty ? this.keptByPut(current) : unnamedIn(current, defined);
      const given = { ...hidden(current, type), ...mergedWith(kept, document) };
      return { document: keepImmutable(current, given, type), relations };
    });
    this.tell(context, ignored);
    return this.presentOne(context, row, projection);
  }

  /**
   * @param answersWithResource whether the resource is wanted although the client chose no attributes (RFC 7644 §3.5.2);
   * unless it is given, that is a matter of the type
   * @returns the resource when it is wanted, else undefined
   */
  async patch(
    context: ScimContext,
    id: string,
    body: unknown,
    ifMatch: string | undefined,
    request: ProjectionRequest,
    answersWithResource = this.parts.patchAnswersWithResource ?? true,
  ): Promise<Representation | undefined> {
    const projection = this.projection(context, request);
    const ignored = new Ignored();
    const operations = readPatch(body, context.profile, ignored);
    const type = this.typeOf(context);
    const row = await this.change(context, id, ifMatch, (current) => {
      const change = applyPatch(current, operations, type, context.profile, id, ignored);
      checkImmutable(current, change.document, type);
      return change;
    });
    this.tell(context, ignored);
    return answersWithResource || projection.chosen ? this.presentOne(context, row, projection) : undefined;
  }

  delete(context: ScimContext, id: string, ifMatch: string | undefined): Promise<void> {
    return this.pipeline.delete(context, id, ifMatch);
  }

  /**
   * Changes the resources that a filter finds, as part of a change of something else.
   * @returns what that change has to tell of them
   */
  async changeAlong(
    transaction: Transaction,
    context: ScimContext,
    filter: string,
    compute: (document: Document) => Document,
  ): Promise<readonly EventDraft[]> {
    const query = { filter: parseFilter(filter), descending: false };
    const drafts: EventDraft[] = [];
    for (let behind: Position | undefined; ;) {
      const window = { limit: CHANGED_AT_ONCE, offset: 0, behind, backward: false };
      const { items } = await this.queries.search(transaction, context, query, window);
      for (const { item } of items) {
        const plan = this.planOf(context, (current) => ({ document: compute(current), relations: new Map() }));
        drafts.push(...(await this.pipeline.changeAlong(transaction, context, item.id, plan)));
      }
      if (items.length < CHANGED_AT_ONCE) return drafts;
      behind = items.at(-1)!.position;
    }
  }

  /**
   * Takes values that are stored under an extension's URN into its keeping, so that filters find them.
   * @returns what does not fit the schema; then nothing may be committed
   */
  async indexExtension(
    transaction: Transaction,
    organizationId: string,
    extensions: Extensions,
    schema: Schema,
  ): Promise<string[]> {
    const type = extensions.of(this.type);
    for (let afterId = ''; ;) {
      const rows = await this.parts.repository.holding(
        transaction,
        organizationId,
        schema.id,
        afterId,
        INDEXED_AT_ONCE,
      );
      for (const row of rows) {
        const fault = faultOf(row.document[schema.id], schema);
        if (fault)
          return [`${this.type.name} ${row.id} has a value from an earlier registration that does not fit: ${fault}`];
        await this.parts.repository.index(transaction, row, type);
      }
      if (rows.length < INDEXED_AT_ONCE) return [];
      afterId = rows.at(-1)!.id;
    }
  }

  /** Tells what was left out of a write that was carried out. */
  private tell({ noteIgnored }: ScimContext, ignored: Ignored): void {
    if (!ignored.isEmpty) noteIgnored?.(this.type.name, ignored.names);
  }

  private change(
    context: ScimContext,
    id: string,
    ifMatch: string | undefined,
    compute: (current: Document) => ResourceChange,
  ): Promise<Row> {
    return this.pipeline.change(context, id, ifMatch, this.planOf(context, compute));
  }

  private planOf(context: ScimContext, compute: (current: Document) => ResourceChange) {
    const { codec } = this.parts;
    return (before: Row) => {
      const { document, relations } = compute(codec.documentToChange?.(before) ?? codec.documentOf(before));
      return { after: codec.withDocument(before, document, context), relations };
    };
  }

  /** PUT clears what it leaves out (RFC 7644 §3.5.1), save this. */
  private keptByPut(current: Document): Document {
    const names = this.parts.codec.keptByPut ?? [];
    return Object.fromEntries(names.filter((name) => name in current).map((name) => [name, current[name]]));
  }

  private newRowFrom(context: ScimContext, id: string, document: Document): Row {
    const { organizationId } = context;
    const now = clock.now();
    const row = { organizationId, id, document, version: 1, createdAt: now, lastModifiedAt: now };
    return this.parts.codec.newRow(row, context);
  }
}
