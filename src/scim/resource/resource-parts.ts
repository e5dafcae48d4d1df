import type { Connection } from '../../platform/database/connection.js';
import type { EventDraft } from '../../events/event.js';
import type { Document } from '../attributes/document.js';
import type { ResourceType } from '../attributes/resource-type.js';
import type { ScimContext } from '../protocol/scim-context.js';
import type { Projection } from './projection.js';
import type { JoinedColumns } from './queried-table.js';
import type { ResourceRepository, ResourceRow } from './resource.repository.js';

/** What a `ResourceService` is composed of. */
export interface ResourceParts<Row extends ResourceRow> {
  readonly type: ResourceType;
  readonly repository: ResourceRepository<Row>;
  readonly codec: ResourceCodec<Row>;
  /** Whether identity providers write these resources, and not only read them: they do unless it is said. */
  readonly isProvisioned?: boolean;
  /** Whether a PATCH answers with the resource although the client did not choose attributes: it does unless it is said. */
  readonly patchAnswersWithResource?: boolean;
  /** Those of attributes, unless the type tells more. */
  readonly events?: ResourceEvents<Row>;
  readonly computed?: ComputedAttributes;
  /** The attributes of a resource as the OpenAPI document shows it in requests: some that the server takes as they stand. */
  readonly example?: Document;
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
