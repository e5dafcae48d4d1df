import type { EventDraft } from '../events/event.js';
import type { AsyncRequest } from '../scim/async/async-request.entity.js';
import type { StoredRequest } from '../scim/async/stored-request.js';
import type { BulkResult } from '../scim/bulk/bulk-run.js';
import { resolved } from '../scim/bulk/references.js';

/** What an event of the type `request.completed` says. */
interface CompletionData {
  /** Below the SCIM base URL: what the operation was about. */
  readonly uri: string;
  /** As in the answer to a bulk request (RFC 7644 §3.7.3). */
  readonly operation: BulkResult;
}

/** That an operation was carried out, or was not, under the name that the client was given (RFC 9967 §2.5.1). */
export function completion(
  { id }: AsyncRequest,
  stored: StoredRequest,
  index: number,
  operation: BulkResult,
): EventDraft {
  const data: CompletionData = { uri: uriOf(stored, index), operation };
  const resourceId = stored.isBulk ? `${id}:${index}` : id;
  return { type: 'request.completed', resourceType: 'Request', resourceId, data };
}

function uriOf({ operations, ids, isBulk }: StoredRequest, index: number): string {
  const path = isBulk ? resolvedPath(operations, ids, index) : String(operations[index]!.path);
  const absolute = path.startsWith('/') ? path : `/${path}`;
  return ids[index] ? `${absolute}/${ids[index]}` : absolute;
}

function resolvedPath(operations: StoredRequest['operations'], ids: StoredRequest['ids'], index: number): string {
  const idOf = new Map(operations.map(({ bulkId }, place) => [bulkId, ids[place]] as const).filter(isNamed));
  return String(resolved({ path: operations[index]!.path }, idOf).path);
}

function isNamed(entry: readonly [unknown, string | null | undefined]): entry is readonly [string, string] {
  return typeof entry[0] === 'string' && typeof entry[1] === 'string';
}
