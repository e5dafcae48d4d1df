import type { Connection } from '../../platform/database/connection.js';
import { isId } from '../../platform/ids/new-id.js';
import { schemasOf } from '../attributes/document.js';
import type { ResourceType } from '../attributes/resource-type.js';
import type { Window } from '../paging/page.js';
import { etagOf } from '../protocol/etag.js';
import type { ScimContext } from '../protocol/scim-context.js';
import { ScimError } from '../protocol/scim-error.js';
import type { ProjectionRequest, SearchRequest } from '../protocol/search-request.js';
import type { Position } from '../sql/order.js';
import { Projection } from './projection.js';
import { type Query, queryOf } from './query.js';
import type { ResourceKernel } from './resource-kernel.js';
import type { ResourceParts } from './resource-parts.js';
import type { ResourceQueries } from './resource-queries.js';
import type { ResourceRow } from './resource.repository.js';
import { isoTime } from '../../platform/time.js';

/** A resource as an answer shows it, and what the headers of that answer say. */
export interface Representation {
  readonly id: string;
  readonly version: number;
  readonly body: object;
}

const EXPORTED_AT_ONCE = 100;
const WHOLE: ProjectionRequest = { attributes: [], excludedAttributes: [] };

/** What RFC 7644 §3.4 reads of one resource type. A resource of another organization is not found. */
export class ResourceReader<Row extends ResourceRow> {
  readonly type: ResourceType;
  protected readonly needsNoReadBack: boolean;

  constructor(
    private readonly kernel: ResourceKernel,
    protected readonly parts: ResourceParts<Row>,
  ) {
    this.type = parts.type;
    this.needsNoReadBack = parts.computed?.needsNoReadBack ?? parts.computed === undefined;
  }

  async search(context: ScimContext, request: SearchRequest): Promise<object> {
    const query = queryOf(request);
    const projection = this.projection(context, request);
    const paging = await this.kernel.pagings.of(context, this.type.endpoint, request);
    const joined = this.parts.computed?.joinFor?.(context, projection);
    const page = await this.kernel.unitOfWork.read(async (connection) => {
      const { items, totalResults } = await this.queries.search(connection, context, query, paging.window, joined);
      const rows = items.map(({ item }) => item);
      const known = items.map(({ computed }) => computed);
      const resources = await this.present(connection, context, rows, projection, known);
      return { items: items.map(({ position }, index) => ({ item: resources[index]!.body, position })), totalResults };
    });
    return paging.respond(page);
  }

  async get(context: ScimContext, id: string, request: ProjectionRequest): Promise<Representation> {
    const projection = this.projection(context, request);
    if (!isId(id)) notFound(this.type);
    const found = await this.kernel.unitOfWork.read((connection) => this.find(connection, context, id, projection));
    const { row, computed } = found ?? notFound(this.type);
    return this.representation(context, row, computed, projection);
  }

  /** A row and what an answer shows beside its document, in one statement where that is possible. */
  private async find(connection: Connection, context: ScimContext, id: string, projection: Projection) {
    const joined = this.parts.computed?.joinFor?.(context, projection);
    if (!joined) {
      const row = await this.parts.repository.find(connection, context.organizationId, id);
      if (!row) return undefined;
      const [computed] = await this.computedAttributes(connection, context, [id], projection);
      return { row, computed: computed! };
    }
    const found = await this.queries.lookUp.byId(connection, context, id, joined);
    if (!found) return undefined;
    const { item: row, computed = (await this.computedAttributes(connection, context, [id], projection))[0]! } = found;
    return { row, computed };
  }

  /** All resources in the order of their creation, with every value that is stored: also those that nobody sees. */
  async *export(context: ScimContext): AsyncGenerator<object> {
    const query: Query = { descending: false };
    for (let behind: Position | undefined; ;) {
      const window: Window = { limit: EXPORTED_AT_ONCE, offset: 0, behind, backward: false };
      const { positions, resources } = await this.kernel.unitOfWork.read(async (connection) => {
        const { items } = await this.queries.search(connection, context, query, window);
        const rows = items.map(({ item }) => item);
        const computed = await this.computedAttributes(
          connection,
          context,
          idsOf(rows),
          this.projection(context, WHOLE),
        );
        return {
          positions: items.map(({ position }) => position),
          resources: rows.map((row, index) => this.whole(context, row, computed[index]!)),
        };
      });
      yield* resources;
      if (positions.length < EXPORTED_AT_ONCE) return;
      behind = positions.at(-1);
    }
  }

  /** What finds its resources. */
  get queries(): ResourceQueries<Row> {
    return this.parts.repository.queries;
  }

  /** Resources of those ids that are there, by id. */
  async getAll(
    connection: Connection,
    context: ScimContext,
    ids: readonly string[],
    request: ProjectionRequest,
  ): Promise<Map<string, object>> {
    const projection = this.projection(context, request);
    const rows = await this.parts.repository.findAll(connection, context.organizationId, ids);
    const resources = await this.present(connection, context, rows, projection);
    return new Map(resources.map(({ id, body }) => [id, body]));
  }

  /** The attribute table as the organization has it. */
  protected typeOf({ extensions }: ScimContext): ResourceType {
    return extensions.of(this.type);
  }

  protected projection(context: ScimContext, { attributes, excludedAttributes }: ProjectionRequest): Projection {
    return Projection.of(this.typeOf(context), attributes, excludedAttributes);
  }

  protected async presentOne(context: ScimContext, row: Row, projection: Projection): Promise<Representation> {
    const [representation] = await this.kernel.unitOfWork.read((connection) =>
      this.present(connection, context, [row], projection),
    );
    return representation!;
  }

  private async present(
    connection: Connection,
    context: ScimContext,
    rows: readonly Row[],
    projection: Projection,
    known: readonly (object | undefined)[] = [],
  ): Promise<Representation[]> {
    const areKnown = rows.every((_, index) => known[index]);
    const computed = areKnown ? known : await this.computedAttributes(connection, context, idsOf(rows), projection);
    return rows.map((row, index) => this.representation(context, row, computed[index]!, projection));
  }

  protected representation(context: ScimContext, row: Row, computed: object, projection: Projection): Representation {
    const body = projection.apply(this.whole(context, row, computed));
    return { id: row.id, version: row.version, body };
  }

  /** Everything that is known of a resource, as far as it was loaded. */
  private whole(context: ScimContext, row: Row, computed: object): Record<string, unknown> {
    const document = this.parts.codec.documentOf(row);
    // Not with spreads, behind which V8 adds properties one by one.
    const first = { schemas: schemasOf(document, this.typeOf(context)), id: row.id };
    return Object.assign(first, document, computed, { meta: this.meta(context, row) });
  }

  /** URI of a resource. */
  locationOf(context: ScimContext, id: string): string {
    return locationOf(context, this.type, id);
  }

  /** One object for each id. */
  private async computedAttributes(
    connection: Connection,
    context: ScimContext,
    ids: readonly string[],
    projection: Projection,
  ): Promise<object[]> {
    const { computed } = this.parts;
    return computed ? computed.computedAttributes(connection, context, ids, projection) : ids.map(() => ({}));
  }

  private meta(context: ScimContext, { id, version, createdAt, lastModifiedAt }: Row) {
    return {
      resourceType: this.type.name,
      created: isoTime(createdAt),
      lastModified: isoTime(lastModifiedAt),
      location: this.locationOf(context, id),
      version: etagOf(version),
    };
  }
}

export function locationOf({ baseUrl }: ScimContext, { endpoint }: ResourceType, id: string): string {
  return `${baseUrl}${endpoint}/${id}`;
}

/** @throws ScimError 404, the same for what another organization has */
export function notFound({ name }: ResourceType): never {
  throw new ScimError(404, `No ${name} of this organization has this id`);
}

function idsOf(rows: readonly ResourceRow[]): string[] {
  return rows.map(({ id }) => id);
}
