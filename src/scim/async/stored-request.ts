import type { OperationState } from '../bulk/bulk-run.js';
import type { BulkRequest } from '../bulk/bulk-request.js';
import type { Write } from '../resource/resource.service.js';

const STATES: readonly OperationState[] = ['waiting', 'done', 'failed'];

/** A write as it waits to be carried out: one operation, or those of a bulk request. */
export interface StoredRequest extends BulkRequest {
  /** Whether each operation has a completion of its own (RFC 9967 §2.5.1.2). */
  readonly isBulk: boolean;
  /** The id of what each operation makes, chosen beforehand; null where it makes nothing. */
  readonly ids: readonly (string | null)[];
}

/** A request of one operation. @param endpoint of the resource type */
export function single(endpoint: string, { method, id, body, ifMatch }: Write): StoredRequest {
  const isNew = method === 'POST';
  const path = isNew ? endpoint : `${endpoint}/${id}`;
  return { isBulk: false, operations: [{ method, path, data: body, version: ifMatch }], ids: [isNew ? id : null] };
}

/** The states of operations as they are stored: a letter each. */
export function statesText(states: readonly OperationState[]): string {
  return states.map((state) => state[0]).join('');
}

export function statesIn(text: string): OperationState[] {
  return [...text].map((letter) => STATES.find((state) => state[0] === letter)!);
}
